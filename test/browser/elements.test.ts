/**
 * The explorer's elements: verdicts reached in the reader's browser, under a policy that the words name.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, keepScreenshot, launch, openPage, type WatchedPage } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';
import { given } from './_verifier.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

describe.skipIf(!HAS_CHROMIUM)('the elements of the explorer', () => {
  let demo: ServedDemo;
  let browser: Browser;
  let opened: WatchedPage;
  const at = (path: string): string => `${demo.url}${path}`;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([serveDemo(inject('demoFolder')), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  /** Opens a page of a fresh browser. */
  async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    opened = await openPage(browser, options);
    await opened.page.goto(at(path));
    return opened.page;
  }

  async function done(): Promise<void> {
    expect(opened.troubles).toEqual([]);
    await opened.context.close();
  }

  /** Puts an element into the page, as a page of the explorer holds it. */
  async function put(page: Page, name: string, data: Record<string, string>): Promise<void> {
    await page.evaluate(
      ([tag, attributes]) => {
        const element = document.createElement(tag);
        for (const [key, value] of Object.entries(attributes)) element.dataset[key] = value;
        document.querySelector('main')?.replaceChildren(element);
      },
      [name, data] as const,
    );
  }

  const verdict = (page: Page, scope: string): Promise<string | null> =>
    page.locator(`${scope} .banner`).getAttribute('data-verdict');

  test.each(['ko', 'en'])(
    'a record is VERIFIED in %s, under the policy of the server, which the words say',
    async (language) => {
      const page = await open(`/${language}/records/100`);
      expect(await verdict(page, 'll-verdict')).toBe('VERIFIED');
      const line = page.locator('ll-verdict .trust');
      expect(await line.getAttribute('data-trust')).toBe('server');
      expect(await line.textContent()).toContain(language === 'ko' ? '이 서버가 내주는' : 'this server hands out');
      await page.locator('ll-verdict .checks > summary').click();
      await page.locator('ll-verdict summary.check').first().click();
      await keepScreenshot(page, `verdict-${language}`);
      expect((await new AxeBuilder({ page }).withTags(WCAG).analyze()).violations).toEqual([]);
      await done();
    },
  );

  test('a policy that the reader loads is kept, and the words say so; a wrong one is refused', async () => {
    const page = await open('/en/records/100');
    await page.locator('ll-verdict .trust input').setInputFiles(given('x', 'nonsense\n'));
    await expect
      .poll(() => page.locator('ll-verdict .said, ll-verdict .trust [role=status]').first().textContent())
      .toContain('policy');
    const policy = readFileSync(join(demo.folder, 'trust.policy'));
    await Promise.all([
      page.waitForEvent('load'),
      page.locator('ll-verdict .trust input').setInputFiles(given('trust.policy', policy)),
    ]);
    await page.waitForSelector('.trust[data-trust=own]');
    expect(await verdict(page, 'll-verdict')).toBe('VERIFIED');
    await done();
  });

  test('a proof of another record than asked for is no proof', async () => {
    const page = await open('/en/records/100');
    await put(page, 'll-verdict', { bundle: '/api/v1/bundles/99', index: '100' });
    await page.waitForSelector('ll-verdict .banner');
    expect(await verdict(page, 'll-verdict')).toBe('FAILED');
    await done();
  });

  test('what cannot be fetched is CANNOT TELL, with the words of the server', async () => {
    const page = await open('/en/records/100');
    await put(page, 'll-verdict', { bundle: '/api/v1/bundles/999999', index: '999999' });
    await page.waitForSelector('ll-verdict .banner');
    expect(await verdict(page, 'll-verdict')).toBe('CANNOT TELL');
    expect(await page.locator('ll-verdict .detail').textContent()).toContain('not-published');
    await opened.context.close(); // the browser itself reports the 404
  });

  test('an account is VERIFIED with its sums', async () => {
    const page = await open('/ko/records/100');
    await put(page, 'll-account', { account: 'gaon-institute' });
    await page.waitForSelector('ll-account .banner');
    expect(await verdict(page, 'll-account')).toBe('VERIFIED');
    await keepScreenshot(page, 'account-ko');
    expect((await new AxeBuilder({ page }).withTags(WCAG).analyze()).violations).toEqual([]);
    await done();
  });

  test('a long account is judged when it is asked for, and not before', async () => {
    const page = await open('/en/records/100');
    await put(page, 'll-account', { account: 'gaon-institute', records: '10000' });
    const button = page.locator('ll-account button');
    expect(await page.locator('ll-account').textContent()).toContain('10000 records');
    await button.click();
    await page.waitForSelector('ll-account .banner');
    expect(await verdict(page, 'll-account')).toBe('VERIFIED');
    await done();
  });

  test('the newest checkpoint is VERIFIED and remembered, and two of them are consistent', async () => {
    const page = await open('/ko/records/100');
    await put(page, 'll-checkpoint', {});
    await page.waitForSelector('ll-checkpoint .banner');
    expect(await verdict(page, 'll-checkpoint')).toBe('VERIFIED');
    await keepScreenshot(page, 'checkpoint-ko');
    const sizes = await publishedSizes(page);
    const last = sizes.length - 1;
    const data = { from: String(sizes[1]), fromOrdinal: '1', to: String(sizes[last]), toOrdinal: String(last) };
    await put(page, 'll-consistency', data);
    await page.waitForSelector('ll-consistency .banner');
    expect(await verdict(page, 'll-consistency')).toBe('VERIFIED');
    await put(page, 'll-consistency', { ...data, from: String((sizes[1] ?? 0) + 1) });
    await page.waitForSelector('ll-consistency .banner');
    expect(await verdict(page, 'll-consistency')).toBe('CANNOT TELL');
    await done();
  });

  test('I1: a log that shows less than this browser saw raises an alarm on every page', async () => {
    const page = await open('/ko/records/100');
    const kept = await page.waitForFunction(() =>
      Object.entries(localStorage).find(([key]) => key.startsWith('ledgerline.checkpoint.')),
    );
    const [, note] = (await kept.jsonValue()) ?? ['', ''];
    const [, earlier] = await publishedNotes(page);
    await opened.context.route('**/checkpoint', (route) =>
      route.fulfill({ body: earlier ?? '', contentType: 'text/plain' }),
    );
    await page.goto(at('/ko/'));
    await page.waitForSelector('[data-alarm]');
    expect(await page.locator('[data-alarm]').textContent()).toContain('되돌려졌습니다');
    await keepScreenshot(page, 'alarm-ko');
    expect(
      await page.evaluate(
        () => Object.entries(localStorage).find(([key]) => key.startsWith('ledgerline.checkpoint.'))?.[1],
      ),
    ).toBe(note);
    await done();
  });

  test('a digest is copied whole, and shown as a QR code', async () => {
    const page = await open('/en/records/100', { permissions: ['clipboard-read', 'clipboard-write'] });
    const digest = page.locator('ll-digest').first();
    await digest.locator('button').first().focus();
    await page.keyboard.press('Enter');
    const whole = await digest.locator('code').first().getAttribute('data-value');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(whole);
    await digest.locator('button').nth(1).click();
    await page.waitForSelector('dialog .qr svg');
    await keepScreenshot(page, 'qr-en');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
    await done();
  });

  test('a dropped proof is judged in place, and a model file is digested and never sent', async () => {
    const page = await open('/ko/');
    await put(page, 'll-drop', {});
    const posted: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') posted.push(request.url());
    });
    const proof = readFileSync(join(demo.folder, 'proofs', 'r3-gaon-institute.proof.json'));
    const model = readFileSync(join(demo.folder, 'models', 'r3-gaon-institute.safetensors'));
    await page.locator('ll-drop input').setInputFiles([given('a.proof.json', proof), given('m.safetensors', model)]);
    await page.waitForSelector('[data-file="a.proof.json"] .banner[data-verdict=VERIFIED]');
    await page.waitForSelector('[data-file="m.safetensors"] a');
    await keepScreenshot(page, 'drop-ko');
    expect(posted).toEqual([]);
    await done();
  });
});

/** The notes of the first file of checkpoints. */
async function publishedNotes(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const bytes = new Uint8Array(await (await fetch('/checkpoints/000')).arrayBuffer());
    const notes: string[] = [];
    for (let offset = 0; offset < bytes.length; ) {
      const length = ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
      notes.push(new TextDecoder().decode(bytes.subarray(offset + 2, offset + 2 + length)));
      offset += 2 + length;
    }
    return notes;
  });
}

async function publishedSizes(page: Page): Promise<number[]> {
  return (await publishedNotes(page)).map((note) => Number(note.split('\n')[1]));
}
