/**
 * The page of a record: the browser itself reaches the verdict.
 * @module
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, keepScreenshot, launch, openPage } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';

describe.skipIf(!HAS_CHROMIUM)('the page of a record', () => {
  let demo: ServedDemo;
  let browser: Browser;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([serveDemo(inject('demoFolder')), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  test.each(['ko', 'en'])('says VERIFIED in %s', async (language) => {
    const { page, context, troubles } = await openPage(browser);
    await page.goto(`${demo.url}/${language}/records/100`);
    await page.waitForSelector('[data-verdict]');
    expect(await page.locator('.verdict').getAttribute('data-verdict')).toBe('VERIFIED');
    await keepScreenshot(page, `record-${language}`);
    expect(troubles).toEqual([]);
    await context.close();
  });
});
