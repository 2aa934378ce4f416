/**
 * What every page of the explorer must be for everybody: no violation that axe sees, no trouble, a picture for people to look at.
 * @module
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { keepScreenshot, openPage, type WatchedPage } from './_chromium.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** Opens a page, lets `look` look, and checks it. */
export async function inspect(
  browser: Browser,
  url: string,
  name: string,
  look: (watched: WatchedPage) => Promise<void> = async () => undefined,
  options: Parameters<typeof openPage>[1] = {},
): Promise<void> {
  const watched = await openPage(browser, options);
  const { page, context, troubles } = watched;
  try {
    await page.goto(url);
    await look(watched);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    expect(troubles).toEqual([]);
    await keepScreenshot(page, name);
  } finally {
    await context.close();
  }
}
