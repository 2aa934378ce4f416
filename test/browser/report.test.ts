/**
 * Reports as HTML in a real Chromium: readable without JavaScript, accessible, within their own policy, printed without a loss.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Paper } from '../../src/report/layout/blocks.ts';
import { renderHtml } from '../../src/report/layout/html.ts';
import { composeReport } from '../../src/report/model/compose/compose.ts';
import { creditLedger } from '../_util/credit-history.ts';
import { reportLedger, reportsOf } from '../_util/reports.ts';
import { HAS_CHROMIUM, keepScreenshot, launch, openPage } from './_chromium.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

describe.skipIf(!HAS_CHROMIUM)('a report in a browser', () => {
  let browser: Browser;
  let folder: string;
  const papers = new Map<string, Paper>();

  beforeAll(async () => {
    browser = await launch();
    folder = await mkdtemp(join(tmpdir(), 'll-reports-'));
    for (const document of reportsOf(reportLedger(creditLedger())))
      papers.set(document.content.form, composeReport(document));
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function addressOf(form: string, language: 'en' | 'ko'): Promise<string> {
    const paper = papers.get(form);
    if (paper === undefined) throw new Error(form);
    const file = join(folder, `${form}.${language}.html`);
    await writeFile(file, renderHtml(paper, language));
    return pathToFileURL(file).href;
  }

  it.each(['certificate', 'period', 'credit', 'dossier', 'inspection', 'incident'])(
    'reads %s in both languages, light and dark, with nothing for axe to find',
    async (form) => {
      for (const language of ['en', 'ko'] as const) {
        for (const colorScheme of language === 'en' ? (['light'] as const) : (['light', 'dark'] as const)) {
          const { page, context, troubles } = await openPage(browser, { colorScheme, javaScriptEnabled: true });
          await page.goto(await addressOf(form, language));
          const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
          if (colorScheme === 'light') await keepScreenshot(page, `report-${form}-${language}`);
          expect(troubles).toEqual([]);
          await context.close();
        }
      }
    },
  );

  it('shows verdict, sections and tables without JavaScript, on a small screen without a sideways scroll of the page', async () => {
    const { page, context, troubles } = await openPage(browser, {
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
    });
    await page.goto(await addressOf('period', 'ko'));
    expect(await page.locator('.verdict-box').textContent()).toContain('VERIFIED');
    const links = await page.locator('nav a').all();
    for (const link of links) {
      const target = (await link.getAttribute('href')) ?? '';
      expect(await page.locator(target).count()).toBe(1);
    }
    expect(links.length).toBeGreaterThan(10);
    await context.close();
    const { page: measured, context: other } = await openPage(browser, { viewport: { width: 360, height: 740 } });
    await measured.goto(await addressOf('period', 'ko'));
    const [content, width] = (await measured.evaluate(
      '[document.documentElement.scrollWidth, innerWidth]',
    )) as number[];
    expect(content).toBeLessThanOrEqual(width ?? 0);
    await other.close();
    expect(troubles).toEqual([]);
  });

  it.each(['ko', 'en'] as const)('prints a certificate in %s on at most two pages', async (language) => {
    const { page, context } = await openPage(browser);
    await page.goto(await addressOf('certificate', language));
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(0);
    expect(pages).toBeLessThanOrEqual(2);
    await context.close();
  });
});
