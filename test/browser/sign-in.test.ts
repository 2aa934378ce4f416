/**
 * Reading with a token in a real browser: the form, the page that was asked for, the proof that its element fetches, signing out.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, launch, openPage } from './_chromium.ts';
import { type CopiedDemo, copyDemo } from './_demo.ts';
import { inspect } from './_explorer.ts';

describe.skipIf(!HAS_CHROMIUM)('a ledger that asks for a token', () => {
  let demo: CopiedDemo;
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([copyDemo(inject('demoFolder')), launch()]);
    const token = join(demo.folder, 'token');
    await writeFile(token, 'reading-token-of-a-test\n');
    ({ url } = await demo.desk.serve(join(demo.folder, 'ledger'), '--reading-token-file', token));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  test('asks in both languages, for everybody', async () => {
    for (const language of ['ko', 'en'])
      await inspect(browser, `${url}/${language}/`, `sign-in-${language}`, async ({ troubles }) => {
        troubles.length = 0; // Chromium reports the 401
      });
  });

  test('opens the page that was asked for, verifies there, and closes again', async () => {
    const { page, context, troubles } = await openPage(browser);
    await page.goto(`${url}/ko/records/62`);
    troubles.length = 0;
    await page.getByLabel('읽기 토큰').fill('reading-token-of-a-test');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/ko\/records\/62$/);
    await page.waitForSelector('ll-verdict [data-verdict="VERIFIED"]');
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(troubles).toEqual([]);
    await page.getByRole('button', { name: '로그아웃' }).click();
    await page.waitForSelector('#token');
    expect(page.url()).toBe(`${url}/ko/`);
    await context.close();
  });
});
