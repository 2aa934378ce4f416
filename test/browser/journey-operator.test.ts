/**
 * The journeys of an operator: the morning check, a report of a period, what to run for a restore test and a new key (design: users
 * and regulation, 2.4). And first contact: from the home page to the first verdict.
 * @module
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, launch } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';
import { startJourney, WAYS } from './_journey.ts';

describe.skipIf(!HAS_CHROMIUM)('an operator', () => {
  let demo: ServedDemo;
  let browser: Browser;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([serveDemo(inject('demoFolder')), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  test.each(WAYS)('looks in the morning, and finds what to run (%s, %s)', async (language, way) => {
    const journey = await startJourney(browser, `${demo.url}/${language}/`, language, way);
    const { page } = journey;
    await journey.follow(journey.link({ en: 'Operations', ko: '운영' }, 'nav.menu'));
    expect(await page.locator('.tiles > li[data-tone]').count()).toBeGreaterThan(3);
    expect(await page.locator('.tiles > li[data-tone=bad]').count()).toBe(0);
    const commands = await page.locator('.routines').textContent();
    for (const command of ['backup', 'restore', 'key rotate', 'status', 'audit'])
      expect(commands).toContain(`ledgerline ${command}`);
    await journey.step('operator-1-morning');
    await journey.follow(journey.link({ en: 'Ask again', ko: '다시 확인' }, 'main'));
    await journey.end();
  });

  test.each(WAYS)('a newcomer sees the first VERIFIED one click from the home page (%s, %s)', async (language, way) => {
    const journey = await startJourney(browser, demo.url, language, way);
    const { page } = journey;
    await page.waitForURL(`${demo.url}/${language}/`);
    await journey.follow(page.locator('.newest a').first());
    await page.waitForSelector('.verdict[data-verdict=VERIFIED]');
    await journey.step('first-contact');
    await journey.end();
  });
});
