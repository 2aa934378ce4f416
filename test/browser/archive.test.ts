/**
 * The pages of an inspection package in a real Chromium: opened from a disk, the network off, no script.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { unzipSync } from 'fflate';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { HAS_CHROMIUM, keepScreenshot, launch, openPage, type WatchedPage } from './_chromium.ts';
import { type CopiedDemo, copyDemo } from './_demo.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** Of a list without bullets: the style was loaded. */
const BULLETS = "getComputedStyle(document.querySelector('nav.menu ul')).listStyleType";

describe.skipIf(!HAS_CHROMIUM)('the pages of an inspection package', () => {
  let browser: Browser;
  let demo: CopiedDemo;
  let archive: string;

  beforeAll(async () => {
    browser = await launch();
    demo = await copyDemo(inject('demoFolder'));
    const [zip, trust] = [demo.desk.path('i.zip'), join(demo.folder, 'trust.policy')];
    await demo.desk.ok(['report', 'inspection', join(demo.folder, 'ledger'), '--trust', trust, '--out', zip]);
    for (const [path, bytes] of Object.entries(unzipSync(await readFile(zip)))) {
      if (!path.startsWith('archive/')) continue;
      await mkdir(dirname(demo.desk.path(path)), { recursive: true });
      await writeFile(demo.desk.path(path), bytes);
    }
    archive = demo.desk.path('archive');
  });

  async function inspect(
    file: string,
    name: string,
    options: Parameters<typeof openPage>[1],
    look: (watched: WatchedPage) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const watched = await openPage(browser, { offline: true, ...options });
    const { page, context, troubles } = watched;
    await page.goto(pathToFileURL(join(archive, file)).href);
    await look(watched);
    // Without preload: axe would fetch the style, which the policy forbids.
    const axe = new AxeBuilder({ page }).options({ preload: false }).withTags(RULES);
    const { violations } = await axe.analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    expect(troubles).toEqual([]);
    await keepScreenshot(page, name);
    await context.close();
  }

  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  it.each(['ko', 'en'] as const)('lead in %s from the front to a record, the network off', async (language) => {
    await inspect('index.html', `archive-record-${language}`, {}, async ({ page }) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.locator(`section[lang=${language}] a`).first().click();
      await page.waitForURL(`**/archive/${language}/index.html`);
      await page.locator('nav.menu a[href="records.html"]').click();
      await page.waitForURL('**/records.html');
      await page.locator('#records tbody a').first().click();
      await page.waitForURL(/records-\d+\.html$/);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.locator('h1').textContent()).toBeTruthy();
      expect(await page.evaluate(BULLETS)).toBe('none');
      expect(asked.filter((address) => !/^(?:file|data):/.test(address))).toEqual([]);
    });
  });

  it.each(['index', 'ko/index', 'ko/models-safety-net', 'en/rounds-round-1', 'ko/awards', 'en/checkpoints'])(
    '%s has nothing for axe to find, dark too',
    async (name) => {
      const picture = `archive-${name.replace('/', '-')}`;
      await inspect(`${name}.html`, picture, {});
      await inspect(`${name}.html`, `${picture}-dark`, { colorScheme: 'dark' });
    },
  );
});
