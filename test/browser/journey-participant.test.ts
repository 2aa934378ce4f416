/**
 * The journeys of a participant: to contribute and, having erred, to take it back; to claim the credit of one's institution (design:
 * users and regulation, 2.4).
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { Desk, type Serving } from '../_util/cli.ts';
import { admit, foundAndServe, openRound, safetensors } from '../_util/cli-consortium.ts';
import { HAS_CHROMIUM, launch } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';
import { type Journey, startJourney, WAYS } from './_journey.ts';

interface Signing {
  readonly key: string;
  readonly signer: string;
  /** What the receipt is judged to be. */
  readonly verdict: string;
}

/** Signs what the check sheet shows, with the files of an institution. */
async function signAndSubmit(journey: Journey, { key, signer, verdict }: Signing, name: string): Promise<void> {
  const { page } = journey;
  await page.waitForSelector('#sheet-title');
  await journey.step(`${name}-sheet`);
  await journey.give(page.locator('[name=key]'), key);
  await journey.give(page.locator('[name=signer]'), signer);
  await journey.press(page.locator('form.desk button.primary'));
  await page.waitForSelector('#receipt-title');
  await page.waitForSelector(`.receipt .verdict[data-verdict="${verdict}"]`);
  await journey.step(`${name}-receipt`);
}

describe.skipIf(!HAS_CHROMIUM)('a participant with something to contribute', () => {
  const INSTITUTIONS = { ko: 'snuh', en: 'amc' } as const;
  let desk: Desk;
  let served: Serving;
  let browser: Browser;
  beforeAll(async () => {
    [desk, browser] = await Promise.all([Desk.open(), launch()]);
    served = await foundAndServe(desk);
    for (const id of ['snuh', 'amc']) await admit(desk, id);
    await openRound(desk, ['snuh', 'amc']);
    await writeFile(desk.path('snuh.safetensors'), safetensors([1, 2, 3]));
    await writeFile(desk.path('amc.safetensors'), safetensors([4, 5, 6]));
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
  });

  test.each(WAYS)('contributes, and takes it back with a reason (%s, %s)', async (language, way) => {
    const id = INSTITUTIONS[language];
    const signing = { key: desk.path(`${id}.pem`), signer: desk.path(`${id}.signer.json`), verdict: 'VERIFIED' };
    const journey = await startJourney(browser, `${served.url}/${language}/`, language, way);
    const { page } = journey;
    await journey.step('participant-1-home');
    await journey.follow(journey.link({ en: 'Contribute', ko: '기여하기' }, 'nav.menu'));
    await journey.type(page.locator('[name=institution]'), id);
    await journey.type(page.locator('[name=round]'), 'r1');
    await journey.give(page.locator('[name=model]'), desk.path(`${id}.safetensors`));
    await journey.type(page.locator('[name=samples]'), '777');
    await journey.step('participant-1-form');
    await journey.press(page.locator('button.primary'));
    await signAndSubmit(journey, signing, 'participant-1');
    const proof = await journey.download(page.locator('.receipt button.primary'));
    expect(proof.suggestedFilename()).toBe(`${id}.proof.json`);

    await journey.follow(page.locator('.receipt .lead a'));
    await page.waitForSelector('.verdict[data-verdict=VERIFIED]');
    await journey.step('participant-3-record');
    await journey.follow(journey.link({ en: 'Withdraw this record', ko: '이 기록 철회하기' }, 'main'));
    expect(await page.locator('[name=institution]').inputValue()).toBe(id);
    await journey.chooseFirst(page.locator('[name=reason]'));
    await journey.step('participant-3-form');
    await journey.press(page.locator('button.primary'));
    await signAndSubmit(journey, signing, 'participant-3');
    await journey.follow(page.locator('.receipt .lead a'));
    await page.waitForSelector('.verdict[data-verdict=VERIFIED]');
    await journey.step('participant-3-withdrawal');
    await journey.press(page.locator('.sentence a, .facts a[href*="/records/"]').first());
    await page.waitForSelector('.since [data-tone=changed]');
    await page.waitForSelector('.verdict[data-verdict=VERIFIED]');
    expect(await page.locator('.since').textContent()).toMatch(/withdrawn|철회/);
    expect(await journey.link({ en: 'Withdraw this record', ko: '이 기록 철회하기' }, 'main').count()).toBe(0);
    await journey.step('participant-3-marked');
    await journey.end();
  });
});

describe.skipIf(!HAS_CHROMIUM)('a participant with credit', () => {
  let demo: ServedDemo;
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  // What the last one claimed is not cosigned: the witness of the demonstration went home when it had been played.
  beforeEach(async () => {
    demo = await serveDemo(inject('demoFolder'));
  });
  afterEach(() => demo.desk.close());
  afterAll(() => browser?.close());

  test.each([
    [...WAYS[0], 'saebyeok-pharma'],
    [...WAYS[1], 'gaon-institute'],
  ] as const)('claims it, and takes the statement along (%s, %s, %s)', async (language, way, id) => {
    const file = (name: string): string => join(demo.folder, 'institutions', id, name);
    const signing = { key: file('key.pem'), signer: file('key.signer.json'), verdict: 'CANNOT TELL' };
    const journey = await startJourney(browser, `${demo.url}/${language}/`, language, way);
    const { page } = journey;
    await journey.follow(journey.link({ en: 'Institutions', ko: '기관' }, 'nav.menu'));
    await journey.step('participant-2-institutions');
    await journey.follow(journey.link(id, 'main'));
    await page.waitForSelector('ll-account [data-verdict=VERIFIED]');
    await journey.step('participant-2-account');
    const statement = await journey.download(page.locator(`a[download="${id}.account.json"]`));
    expect(statement.suggestedFilename()).toBe(`${id}.account.json`);
    await journey.follow(page.locator('ul.actions a').first());
    await journey.step('participant-2-form');
    await journey.press(page.locator('button.primary'));
    await signAndSubmit(journey, signing, 'participant-2');
    await journey.follow(page.locator('.receipt .lead a'));
    await page.waitForSelector('.verdict[data-verdict="CANNOT TELL"]');
    await journey.step('participant-2-claim');
    await journey.end();
  });
});
