/**
 * The pages about learning and credit in a real browser, over the demonstration: both languages, light and dark. axe finds nothing,
 * nothing breaks the content security policy, every table is to be had as CSV, and all reads without JavaScript.
 * @module
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { formatCredits } from '../../src/verify/account/amounts.ts';
import { HAS_CHROMIUM, keepScreenshot, launch, openPage } from './_chromium.ts';
import { type ServedDemo, serveDemo } from './_demo.ts';

interface Item {
  readonly id: string;
  readonly status?: string;
  readonly amount?: string;
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

describe.skipIf(!HAS_CHROMIUM)('the pages about learning and credit', () => {
  let demo: ServedDemo;
  let browser: Browser;
  /** What saebyeok-pharma was credited. */
  let credited: string;
  /** Names of screens, with their addresses. */
  let screens: readonly (readonly [name: string, path: string])[];

  beforeAll(async () => {
    [demo, browser] = await Promise.all([serveDemo(inject('demoFolder')), launch()]);
    const items = async (path: string): Promise<Item[]> => {
      const response = await fetch(`${demo.url}/api/v1/${path}`);
      return ((await response.json()) as { items: Item[] }).items;
    };
    const [awards, credits] = [await items('awards'), await items('institutions/saebyeok-pharma/credits')];
    credited = formatCredits(credits[0]?.amount ?? '');
    const award = (status: string) => awards.find((each) => each.status === status)?.id;
    const response = await fetch(`${demo.url}/api/v1/awards/${award('set-aside')}`);
    const { disputes } = (await response.json()) as { disputes: { dispute: string }[] };
    screens = [
      ['rounds', '/rounds'],
      ['round', '/rounds/round-4'],
      ['models', '/models'],
      ['model', '/models/safety-net'],
      ['institutions', '/institutions'],
      ['institution', '/institutions/saebyeok-pharma'],
      ['awards', '/awards'],
      ['award-final', `/awards/${award('final')}`],
      ['award-set-aside', `/awards/${award('set-aside')}`],
      ['credit', `/credits/${credits[0]?.id}`],
      ['dispute', `/disputes/${disputes[0]?.dispute}`],
      ['policy', '/policies/composite-1'],
      ['plan', '/plans/held-out-scaffolds'],
    ];
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  const expectAccessible = async (page: Page, name: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.map(({ id, nodes }) => `${name}: ${id} ${nodes.map(({ html }) => html).join(' ')}`);
    expect(found).toEqual([]);
  };

  test.each([
    ['ko', 'light'],
    ['en', 'dark'],
  ] as const)(
    'in %s, %s',
    async (language, colorScheme) => {
      const { page, context, troubles } = await openPage(browser, { colorScheme });
      for (const [name, path] of screens) {
        await page.goto(`${demo.url}/${language}${path}`);
        expect(await page.locator('h1').count(), name).toBe(1);
        if (name.startsWith('award-')) expect(await page.locator('.agrees').count(), name).toBe(2);
        await expectAccessible(page, name);
        await keepScreenshot(page, `credit-${name}-${language}`);
      }
      expect(troubles).toEqual([]);
      await context.close();
    },
    120_000,
  );

  test('every table is to be had as CSV, and every address in a drawing leads somewhere', async () => {
    const { page, context } = await openPage(browser);
    for (const [name, path] of screens) {
      await page.goto(`${demo.url}/ko${path}`);
      const tables = await page.locator('main table').count();
      const links = await page.locator('main a.csv').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
      expect(links.length, name).toBe(tables);
      const nodes = await page.locator('svg a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
      for (const address of [...links, ...nodes.slice(0, 12)]) {
        const { status } = await fetch(new URL(address ?? '', demo.url));
        expect([name, address, status]).toEqual([name, address, 200]);
      }
    }
    await context.close();
  }, 60_000);

  test('a project lead follows the credit of an institution to the last millionth, by keyboard, without JavaScript', async () => {
    const { page, context } = await openPage(browser, { javaScriptEnabled: false });
    const follow = async (text: string): Promise<void> => {
      await page.locator('main').getByRole('link', { name: text, exact: true }).first().focus();
      await page.keyboard.press('Enter');
      await page.waitForLoadState();
    };
    await page.goto(`${demo.url}/en/institutions`);
    await follow('saebyeok-pharma');
    expect(await page.locator('.balance').textContent()).toContain(credited);
    const credit = await page.locator('#credits td a').first().textContent();
    await follow(credit ?? '');
    const award = await page.locator('.facts a', { hasText: '…' }).first().textContent();
    await follow(award ?? '');
    expect(await page.locator('.agrees').first().textContent()).toContain('exactly the budget');
    expect(await page.locator('.agrees').last().textContent()).toContain('comes out the same');
    expect(await page.locator('#rounding').textContent()).toContain(credited);
    await context.close();
  });
});
