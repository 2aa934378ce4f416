/**
 * The participant's desk in a real browser, over a real consortium: what is signed there is what the command line would have
 * signed, and nothing secret leaves the page.
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { Desk, type Serving } from '../_util/cli.ts';
import { admit, foundAndServe, openRound, safetensors } from '../_util/cli-consortium.ts';
import { HAS_CHROMIUM, keepScreenshot, launch, openPage } from './_chromium.ts';
import { watchDownloads } from './_saved.ts';

describe.skipIf(!HAS_CHROMIUM)("the participant's desk", () => {
  let desk: Desk;
  let served: Serving;
  let browser: Browser;
  beforeAll(async () => {
    desk = await Desk.open();
    served = await foundAndServe(desk);
    for (const id of ['snuh', 'amc']) await admit(desk, id);
    await openRound(desk, ['snuh', 'amc']);
    await writeFile(desk.path('update.safetensors'), safetensors([1, 2, 3]));
    await writeFile(desk.path('other.safetensors'), safetensors([4, 5, 6]));
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
  });

  /** Fills the form of a contribution and goes on to the check sheet. */
  async function fill(page: Page, institution: string, model: string): Promise<void> {
    await page.fill('[name=institution]', institution);
    await page.fill('[name=round]', 'r1');
    await page.setInputFiles('[name=model]', desk.path(model));
    await page.fill('[name=samples]', '777');
    await page.click('button.primary');
    await page.waitForSelector('#sheet-title');
  }

  async function sign(page: Page, institution: string): Promise<void> {
    await page.setInputFiles('[name=key]', desk.path(`${institution}.pem`));
    await page.setInputFiles('[name=signer]', desk.path(`${institution}.signer.json`));
    await page.click('form.desk button.primary');
  }

  test('I7: a contribution is hashed, checked, signed and submitted; model, key and count stay in the page', async () => {
    const { page, context, troubles } = await openPage(browser, { acceptDownloads: true });
    const sent: Request[] = [];
    page.on('request', (request) => sent.push(request));
    const saved = watchDownloads(page);
    await page.goto(`${served.url}/ko/contribute?kind=contribution`);
    await page.waitForSelector('[name=institution]');
    await keepScreenshot(page, 'desk-form-ko');
    await fill(page, 'snuh', 'update.safetensors');
    await keepScreenshot(page, 'desk-sheet-ko');
    expect(await page.locator('.sheet').textContent()).toContain('n-700');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await sign(page, 'snuh');
    await page.waitForSelector('#receipt-title');
    await page.waitForSelector('[data-verdict=VERIFIED]');
    await keepScreenshot(page, 'desk-receipt-ko');

    await page.click('.receipt button.primary');
    await expect.poll(() => saved.names()).toContain('update.proof.json');
    const policy = await readFile(desk.path('ledger', 'trust.policy'), 'utf8');
    const { verdict, facts } = await verifyBundle(Buffer.from(await saved.text('update.proof.json')), policy);
    expect([verdict, facts?.institution, facts?.kind]).toEqual(['VERIFIED', 'snuh', 'contribution']);
    expect(JSON.parse(await saved.text('update.openings.json'))).toMatchObject({ samples: { value: '777' } });

    const secrets = [
      (await readFile(desk.path('snuh.pem'), 'utf8')).split('\n')[1] ?? '',
      Buffer.from(safetensors([1, 2, 3]))
        .subarray(-12)
        .toString('base64'),
      'person of snuh',
      '"777"',
    ];
    const bodies = sent
      .map((request) => `${request.url()} ${request.postDataBuffer()?.toString('latin1') ?? ''}`)
      .join('\n');
    expect(bodies).toContain('/api/v1/statements');
    const payload = /"payload":"([^"]+)"/.exec(bodies)?.[1] ?? '';
    for (const secret of secrets) expect(bodies + Buffer.from(payload, 'base64').toString()).not.toContain(secret);
    expect(troubles).toEqual([]);
    await context.close();
  });

  test('a draft is signed elsewhere, and its envelope handed in; one over something else is not', async () => {
    const { page, context, troubles } = await openPage(browser, { acceptDownloads: true });
    const saved = watchDownloads(page);
    await page.goto(`${served.url}/en/contribute?kind=contribution`);
    await page.waitForSelector('[name=institution]');
    await fill(page, 'amc', 'other.safetensors');
    await page.click('summary');
    await page.click('details button[type=button]');
    await expect.poll(() => saved.names()).toContain('other.draft.json');
    const draft = await saved.text('other.draft.json');
    await writeFile(desk.path('other.draft.json'), draft);
    await writeFile(desk.path('wrong.draft.json'), draft.replace('"dp-sgd"', '"none"').replace('"none"', '"clipping"'));
    for (const name of ['other', 'wrong'])
      await desk.ok(['sign', `${name}.draft.json`, '--as', 'amc', '--key', 'amc.pem', '--out', `${name}.env.json`]);
    await page.setInputFiles('[name=envelope]', desk.path('wrong.env.json'));
    await page.click('details form button');
    await page.waitForSelector('[role=alert]');
    expect(await page.locator('[role=alert]').textContent()).toContain('another statement');

    await page.setInputFiles('[name=envelope]', desk.path('other.env.json'));
    await page.click('details form button');
    await page.waitForSelector('#receipt-title');
    expect(troubles).toEqual([]);
    await context.close();
  });

  test.each([
    ["another institution's key", 'amc', 'key-not-authors'],
    ['a file that is no key', 'update.safetensors', 'bad-private-key'],
  ])('%s signs nothing, and the page says why', async (_, wrong, code) => {
    const { page, context } = await openPage(browser, { acceptDownloads: true });
    await page.goto(`${served.url}/en/contribute?kind=contribution`);
    await page.waitForSelector('[name=institution]');
    await fill(page, 'snuh', 'other.safetensors');
    await page.setInputFiles('[name=key]', desk.path(wrong.includes('.') ? wrong : `${wrong}.pem`));
    await page.setInputFiles('[name=signer]', desk.path('snuh.signer.json'));
    await page.click('form.desk button.primary');
    await page.waitForSelector('[role=alert]');
    expect(await page.locator('[role=alert]').textContent()).toContain(code);
    await keepScreenshot(page, `desk-${code}-en`);
    await context.close();
  });

  test('what a rule refuses is said in words, with its code', async () => {
    const { page, context, troubles } = await openPage(browser, { acceptDownloads: true });
    await page.goto(`${served.url}/ko/contribute?kind=contribution`);
    await page.waitForSelector('[name=institution]');
    await fill(page, 'snuh', 'update.safetensors');
    await sign(page, 'snuh');
    await page.waitForSelector('[role=alert]');
    await keepScreenshot(page, 'desk-refused-ko');
    expect(await page.locator('[role=alert]').textContent()).toMatch(/already|artefact|duplicate|contributed/);
    expect(troubles.filter((trouble) => !trouble.includes('status of 4'))).toEqual([]);
    await context.close();
  });

  test.each(['commit', 'claim', 'dispute', 'withdrawal'])(
    'the form of %s is there in both languages, and passes axe',
    async (kind) => {
      for (const language of ['ko', 'en']) {
        const { page, context, troubles } = await openPage(browser);
        await page.goto(`${served.url}/${language}/contribute?kind=${kind}&credit=${'0'.repeat(64)}`);
        await page.waitForSelector('[name=institution]');
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
        expect(troubles).toEqual([]);
        await context.close();
      }
    },
  );
});
