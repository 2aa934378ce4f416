/**
 * The journeys of an inspector: a certificate handed over by a company, what changed between two days, a site (design: users and
 * regulation, 2.4). Nothing is typed into the address bar on the way.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, launch } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';
import { Journey, LOCALES, startJourney, WAYS } from './_journey.ts';
import { given, openVerifier } from './_verifier.ts';

/** A contribution of gaon-institute in the demonstration. */
const CONTRIBUTION = 116;

/** The day that a reader in Korea writes. */
function koreanToday(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(Date.now());
}

/** The checkpoint of a proof bundle: as the inspector saved it when it was published. */
function checkpointOf(bundle: Uint8Array): string {
  const { proof } = JSON.parse(Buffer.from(bundle).toString()) as { proof: string };
  return proof.slice(proof.indexOf('\n\n') + 2);
}

describe.skipIf(!HAS_CHROMIUM)('an inspector', () => {
  let demo: ServedDemo;
  let browser: Browser;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([serveDemo(inject('demoFolder')), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  test.each(WAYS)('verifies a proof handed over by a company, offline (%s, %s)', async (language, way) => {
    const file = async (...path: string[]) => given(path.at(-1) ?? '', await readFile(join(demo.folder, ...path)));
    const handedOver = await fetch(`${demo.url}/api/v1/bundles/${CONTRIBUTION}`);
    const proof = given('certificate.proof.json', new Uint8Array(await handedOver.arrayBuffer()));
    const saved = given('saved.checkpoint', checkpointOf(proof.buffer));
    const opened = await openVerifier(browser, { locale: LOCALES[language] });
    const journey = new Journey(opened, language, way);
    const { page } = journey;
    await journey.step('regulator-1-open');
    await journey.give(page.locator('#policy'), await file('trust.policy'));
    await page.waitForSelector('#policy-state dl');
    await journey.step('regulator-1-policy');
    await journey.give(page.locator('#files'), proof);
    await page.waitForSelector('[data-judged=VERIFIED]');
    expect(await page.locator('[data-judged] .summary').first().textContent()).toContain('gaon-institute');
    await journey.step('regulator-1-verdict');
    await journey.press(page.locator('.extras > summary'));
    await journey.give(page.locator('#saved'), saved);
    await page.waitForSelector('#extras-state .loaded');
    await page.waitForSelector('.line[data-verdict=VERIFIED]');
    await journey.step('regulator-1-saved');
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    expect(opened.requests).toEqual([]);
    await journey.end();
  });

  test.each(WAYS)('sees what was changed between two states (%s, %s)', async (language, way) => {
    const journey = await startJourney(browser, `${demo.url}/${language}/`, language, way);
    const { page } = journey;
    await journey.step('regulator-2-home');
    await journey.follow(journey.link({ en: 'Checkpoints', ko: '체크포인트' }, 'nav.menu'));
    await journey.step('regulator-2-checkpoints');
    await journey.type(page.locator('#from'), '60');
    await journey.type(page.locator('#to'), koreanToday());
    await journey.press(page.locator('form.filters button'));
    await page.waitForSelector('ll-consistency [data-verdict=VERIFIED]');
    expect(await page.locator('#changes tbody tr').count()).toBeGreaterThan(5);
    await journey.step('regulator-2-compared');
    const csv = await journey.download(page.locator('a.csv').last());
    const rows = (await readFile(await csv.path(), 'utf8')).trim().split('\r\n');
    expect(rows.length - 1).toBe(await page.locator('#changes tbody tr').count());
    await journey.end();
  });
});
