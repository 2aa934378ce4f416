/**
 * What a stranger typed: every page of a ledger in which every text is an attack, in a real browser that must stay silent.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/log/ledger.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { renderHtml } from '../../src/report/layout/html.ts';
import { composeReport } from '../../src/report/model/compose/compose.ts';
import { readWebBuild } from '../../src/server/explorer/assets.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { formulasIn, parseCsv } from '../_util/csv.ts';
import {
  type HostileLedger,
  hostileLedger,
  INSTITUTION_PAYLOADS,
  ORIGIN_PAYLOAD,
  openHostileEngine,
  WITNESS_PAYLOADS,
} from '../_util/hostile-ledger.ts';
import { reportLedger, reportsOf } from '../_util/reports.ts';
import { HAS_CHROMIUM, keepScreenshot, launch, openPage } from './_chromium.ts';
import { look } from './_silent.ts';
import { given } from './_verifier.ts';

installNodePrimitives();

/** Pages of one sort that a crawl looks at: what follows the first segment, and digits, make no other sort. */
const MOST_OF_A_SORT = 12;

/** What somebody could lead a reader to. */
const MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
const QUERIES = [
  MARKUP,
  "'-alert(1)-'",
  'javascript:alert(1)',
  '{{7*7}}',
  '=HYPERLINK("http://x","y")',
  '\u202e\u200b\u0000',
  'w'.repeat(2000),
];
const PLACES = [
  ...[
    '/search?q=',
    '/records?author=',
    '/records?kind=',
    '/records?from=',
    '/records?before=',
    '/records/',
    '/rounds/',
  ],
  ...['/rounds?after=', '/awards/', '/awards?after=', '/checkpoints/', '/checkpoints?before=', '/compare?from='],
  ...['/contribute?kind=', '/contribute?round=', '/contribute?kind=claim&credit=', '/nothing/', '/records?x=', '/?'],
  ...['/reports?report=', '/reports?after=', '/reports/make?kind=credit&subject='],
];

describe.skipIf(!HAS_CHROMIUM)('what a stranger typed', () => {
  let ledger: Ledger;
  let browser: Browser;
  let hostile: HostileLedger;
  let served: { readonly url: string; close(): Promise<void> };
  beforeAll(async () => {
    hostile = hostileLedger();
    ledger = await openHostileEngine(hostile);
    const limits = { requestsPerMinute: 0 };
    const app = createServer({ ledger, limits, explorer: { build: readWebBuild(), policy: hostile.policy } });
    [served, browser] = await Promise.all([listen(app, { host: '127.0.0.1', port: 0 }), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await ledger?.close();
  });

  test.each(['ko', 'en'])(
    'runs nowhere on any page in %s, is text there, and no formula in any table',
    async (language) => {
      const { page, context, troubles } = await openPage(browser);
      const seen = new Set([`/${language}/`]);
      const sorts = new Map<string, number>();
      const [tables, dead, texts] = [new Set<string>(), [] as string[], new Set<string>()];
      for (const path of seen) {
        const answer = await page.goto(served.url + path);
        const { links, foreign, odd } = await look(page);
        expect({ path, foreign, odd }).toEqual({ path, foreign: [], odd: [] });
        if (answer?.status() !== 200) dead.push(path);
        expect({ path, troubles }).toEqual({ path, troubles: [] });
        for (const link of links.filter((to) => to.startsWith(`/${language}/`))) {
          if (link.includes('format=csv')) tables.add(link);
          const sort = link.replace(/^(\/\w+\/\w*)(.).*/, '$1$2');
          const known = sorts.get(sort) ?? 0;
          if (known === MOST_OF_A_SORT || seen.has(link) || link.includes('format=')) continue;
          sorts.set(sort, known + 1);
          seen.add(link);
        }
        const shown = (await page.locator('body').textContent()) ?? '';
        for (const text of [ORIGIN_PAYLOAD, ...INSTITUTION_PAYLOADS, WITNESS_PAYLOADS[0]])
          if (shown.includes(text)) texts.add(text);
        if (/\/(checkpoints\/0|records|)$/.test(path))
          await keepScreenshot(page, `hostile${path.replace(/\W+/g, '-')}`);
      }
      expect(dead).toEqual([]);
      expect([...texts].sort()).toEqual([ORIGIN_PAYLOAD, ...INSTITUTION_PAYLOADS, WITNESS_PAYLOADS[0]].sort());
      expect(tables.size).toBeGreaterThan(20);
      for (const path of tables) {
        const text = await (await fetch(served.url + path)).text();
        expect({ path, formulas: formulasIn(parseCsv(text)) }).toEqual({ path, formulas: [] });
      }
      await context.close();
    },
  );

  test.each(['ko', 'en'])('runs nowhere in an address in %s', async (language) => {
    const { page, context, troubles } = await openPage(browser);
    for (const place of PLACES)
      for (const query of QUERIES) {
        const path = `/${language}${place}${encodeURIComponent(query)}`;
        await page.goto(served.url + path);
        const { foreign, odd } = await look(page);
        expect({ path, foreign, odd }).toEqual({ path, foreign: [], odd: [] });
        expect(troubles.splice(0).filter((trouble) => !trouble.includes('status of 4'))).toEqual([]);
      }
    await context.close();
  });

  test('runs nowhere in the names and contents of files that are dropped', async () => {
    const { page, context, troubles } = await openPage(browser);
    const files = [MARKUP.replaceAll('/', '_'), '=cmd|x.proof.json', '\u202egnp.exe', `${'w'.repeat(200)}.json`].map(
      (name) => given(name, JSON.stringify({ v: 1, type: MARKUP, record: MARKUP, proof: { index: MARKUP } })),
    );
    for (const [path, picker] of [
      ['/ko/', 'll-drop input'],
      ['/verifier.html', '#files'],
    ] as const) {
      await page.goto(served.url + path);
      if (path !== '/ko/')
        await page.locator('#policy').setInputFiles(given(`${MARKUP.replaceAll('/', '_')}.policy`, hostile.policy));
      await page.locator(picker).setInputFiles(files);
      await expect.poll(() => page.locator('[data-file="=cmd|x.proof.json"]').count()).toBe(1);
      const { foreign, odd } = await look(page);
      await keepScreenshot(page, `hostile-files${path.replace(/\W+/g, '-')}`);
      // The verifier is one file with its script in it.
      const own =
        path === '/ko/' ? [] : foreign.filter((text) => text.startsWith('<script') && !text.includes('alert('));
      expect({ path, foreign: foreign.filter((text) => !own.includes(text)), odd }).toEqual({
        path,
        foreign: [],
        odd: [],
      });
    }
    expect(troubles).toEqual([]);
    await context.close();
  });

  test('runs nowhere in what a server answers: problems, checkpoints, proofs', async () => {
    const { page, context, troubles } = await openPage(browser);
    const problem = {
      type: MARKUP,
      title: MARKUP,
      detail: `${MARKUP}\u202e`,
      code: MARKUP,
      status: 404,
      extra: MARKUP,
    };
    await context.route(/\/api\/v1\/|\/checkpoint$|\/trust\.policy$/, (route) =>
      route.fulfill({ status: 400, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    );
    for (const path of ['/ko/', '/en/records/3', '/ko/checkpoints/0', '/en/compare?from=0&to=999', '/ko/contribute']) {
      await page.goto(served.url + path);
      const { foreign, odd } = await look(page);
      expect({ path, foreign, odd }).toEqual({ path, foreign: [], odd: [] });
    }
    await keepScreenshot(page, 'hostile-answers');
    expect(troubles.filter((trouble) => !trouble.includes('status of 400'))).toEqual([]);
    await context.close();
  });

  test('runs nowhere in the HTML of reports, opened from disk', async () => {
    const { page, context, troubles } = await openPage(browser);
    const folder = await mkdtemp(join(tmpdir(), 'ledgerline-hostile-'));
    for (const [i, document] of reportsOf(reportLedger(hostile.naive)).entries()) {
      const path = join(folder, `${i}.html`);
      await writeFile(path, renderHtml(composeReport(document), 'ko'));
      await page.goto(pathToFileURL(path).href);
      const { foreign, odd } = await look(page);
      expect({ i, foreign, odd }).toEqual({ i, foreign: [], odd: [] });
    }
    await rm(folder, { recursive: true });
    expect(troubles).toEqual([]);
    await context.close();
  });
});
