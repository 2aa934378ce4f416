/**
 * The pages about the log in a real browser: both languages, light and dark, narrow screens, keyboard, axe, without scripts.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, launch, openPage } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';
import { inspect } from './_explorer.ts';

const PAGES = [
  ['home', '/'],
  ['trail', '/records'],
  ['changes', '/records?only=changes'],
  ['contribution', '/records/62'],
  ['award', '/records/180'],
  ['refusals', '/records/198'],
  ['search', '/search?q=h'],
  ['nothing', `/search?q=${'f'.repeat(64)}`],
  ['checkpoints', '/checkpoints'],
  ['checkpoint', '/checkpoints/3'],
  ['compare', '/compare?from=54&to=199'],
  ['operations', '/operations'],
  ['help', '/help'],
  ['missing', '/records/999999'],
] as const;

/** What Chromium itself says of a page that is answered with 404. */
const isExpected = (name: string): boolean => name === 'missing';

describe.skipIf(!HAS_CHROMIUM)('the pages about the log', () => {
  let demo: ServedDemo;
  let browser: Browser;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([serveDemo(inject('demoFolder')), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  test.each(PAGES)('%s is for everybody', async (name, path) => {
    for (const language of ['ko', 'en'])
      await inspect(browser, `${demo.url}/${language}${path}`, `${name}-${language}`, async ({ page, troubles }) => {
        expect(await page.locator('h1').count()).toBe(1);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        if (isExpected(name)) troubles.length = 0;
      });
  });

  test.each(['home', 'trail', 'award'])('%s in the dark, and on a telephone', async (name) => {
    const [, path] = PAGES.find(([other]) => other === name) ?? ['', '/'];
    await inspect(browser, `${demo.url}/ko${path}`, `${name}-dark`, undefined, { colorScheme: 'dark' });
    const viewport = { width: 360, height: 740 };
    await inspect(
      browser,
      `${demo.url}/ko${path}`,
      `${name}-narrow`,
      async ({ page }) => {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide).toBeLessThanOrEqual(viewport.width);
      },
      { viewport },
    );
  });

  test('from the search box to the record, without a mouse and without scripts', async () => {
    const { page, context } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${demo.url}/ko/`);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('class')).toBe('skip');
    for (let i = 0; i < 10 && (await page.locator(':focus').getAttribute('name')) !== 'q'; i++)
      await page.keyboard.press('Tab');
    await page.keyboard.type('62');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/ko\/records\/62$/);
    expect(await page.locator('.sentence').textContent()).toMatch(/hanul-pharma 기관이 .* 기여했습니다\./);
    expect(await page.locator('.signature').textContent()).toContain('작성');
    await context.close();
  });

  test('the trail is filtered by hand', async () => {
    const { page, context, troubles } = await openPage(browser);
    await page.goto(`${demo.url}/en/records`);
    await page.getByLabel('Institution', { exact: true }).fill('hanul-pharma');
    await page.getByLabel('Kind', { exact: true }).selectOption('contribution');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/author=hanul-pharma/);
    const rows = await page.locator('#records tbody tr').allInnerTexts();
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row).toMatch(/hanul-pharma\s+Contribution/);
    expect(troubles).toEqual([]);
    await context.close();
  });
});
