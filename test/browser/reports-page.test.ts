/**
 * The page about reports in a real browser: asked for with and without JavaScript, in both languages; the file that comes is a report.
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, launch, openPage } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';
import { inspect } from './_explorer.ts';

/** Fills in the form of certificates and takes the file. */
async function takeCertificate(page: Page, record: string, button: string): Promise<string> {
  const form = page.locator('form').filter({ has: page.locator('input[name=kind][value=certificate]') });
  await form.locator('input[name=subject]').fill(record);
  await form.locator('select[name=format]').selectOption('html');
  const coming = page.waitForEvent('download', { timeout: 60_000 });
  await form.getByRole('button', { name: button }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^certificate-12-(ko|en)\.html$/);
  return readFile(await download.path(), 'utf8');
}

describe.skipIf(!HAS_CHROMIUM)('the page about reports', () => {
  let demo: ServedDemo;
  let browser: Browser;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([serveDemo(inject('demoFolder')), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  test.each([
    ['ko', 'light', '기록 증명서', '만들기'],
    ['en', 'dark', 'Certificate of a record', 'Make'],
  ] as const)(
    'in %s, %s: explains each kind, and makes what is asked for',
    async (language, colorScheme, title, button) => {
      await inspect(
        browser,
        `${demo.url}/${language}/reports`,
        `reports-${language}`,
        async ({ page }) => {
          expect(await page.locator('.report-kind').count()).toBe(5);
          expect(await page.locator('main').textContent()).not.toMatch(/compliant/i);
          expect(await takeCertificate(page, '12', button)).toContain(title);
        },
        { colorScheme },
      );
    },
    120_000,
  );

  test('without JavaScript, by keyboard alone', async () => {
    const { page, context, troubles } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${demo.url}/ko/reports`);
    expect(await takeCertificate(page, '12', '만들기')).toContain('기록 증명서');
    await page.locator('#certificate-subject').focus();
    await page.keyboard.type('999999');
    await page.keyboard.press('Enter');
    await page.waitForURL(/reports\/make/);
    expect(await page.locator('h1').textContent()).toBe('페이지를 표시할 수 없습니다');
    expect(troubles.filter((trouble) => !trouble.includes('404'))).toEqual([]);
    await context.close();
  }, 120_000);

  test('on a telephone: nothing is cut off', async () => {
    await inspect(
      browser,
      `${demo.url}/ko/reports`,
      'reports-ko-narrow',
      async ({ page }) => {
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(375);
      },
      { viewport: { width: 375, height: 800 } },
    );
  });
});
