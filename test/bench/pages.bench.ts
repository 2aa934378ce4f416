/**
 * The explorer's pages over a ledger of 100,000 records: until the server has answered, and until the page can be used in a browser.
 * @module
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { readWebBuild } from '../../src/server/explorer/assets.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { policyOf } from '../_util/proven-ledger.ts';
import { alternate, type Benchmark, type Measurement, once } from './benchmark.ts';
import { type BenchLedger, foundBenchLedger, growTo } from './folder.ts';

const SMALL = 1_000;
const LARGE = 100_000;
const ROUNDS = 5;

/** What stands for each page of which the ledger has anything. Pages of credits read what belongs to one award: see the test of bounds. */
const PAGES: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
  ['audit trail', '/records'],
  ['audit trail, filtered to nothing', '/records?kind=award'],
  ['audit trail of one institution', '/records?author=bench-pharma-0'],
  ['audit trail of one day', '/records?from=2020-01-01&to=2099-01-01'],
  ['record', '/records/#half'],
  ['search for a name', '/search?q=round'],
  ['search for digits', '/search?q=abc123'],
  ['rounds', '/rounds'],
  ['round', '/rounds/round-1'],
  ['awards', '/awards'],
  ['checkpoints', '/checkpoints'],
  ['checkpoint', '/checkpoints/0'],
  ['comparison', '/compare?from=100&to=#half'],
  ['institutions', '/institutions'],
  ['institution', '/institutions/bench-pharma-0'],
  ['models', '/models'],
  ['model', '/models/lineage-1'],
  ['operations', '/operations'],
  ['desk', '/contribute?kind=contribution'],
  ['help', '/help'],
];

/** A ledger that is served, with its pages. */
interface Served {
  readonly at: (path: string) => string;
  close(): Promise<void>;
}

/** One ledger of each size for all rows. They go with the process: what `serve` would hold open stays open. */
const ledgers = once(
  async (): Promise<{ readonly small: Served; readonly large: Served; readonly browser?: Browser }> => {
    const [small, large] = [await serveLedger(SMALL), await serveLedger(LARGE)];
    const browser = await openBrowser();
    return { small, large, ...(browser === undefined ? {} : { browser }) };
  },
);

async function serveLedger(records: number): Promise<Served> {
  const bench: BenchLedger = await foundBenchLedger({ verify: async () => true });
  await growTo(bench, records);
  const { ledger, workload } = bench;
  const explorer = { build: readWebBuild(['dist/web/']), policy: policyOf([workload.consortium.logKey]) };
  const app = createServer({ ledger, explorer, limits: { requestsPerMinute: 0 } });
  const { url, close } = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    at: (path) => `${url}/ko${path.replace('#half', String(records / 2))}`,
    close: async () => {
      await close();
      await bench[Symbol.asyncDispose]();
    },
  };
}

/** Undefined where there is no Chromium. */
async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium'].find(existsSync);
  if (executablePath === undefined) return undefined;
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** From the request to the last byte. */
async function answerMs(url: string): Promise<number> {
  const start = performance.now();
  const answer = await fetch(url);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return performance.now() - start;
}

/** From the navigation until scripts have run and every element that judges has its verdict. */
async function interactiveMs(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  const start = performance.now();
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  return performance.now() - start;
}

async function measureServer(path: string): Promise<Measurement> {
  const { small, large } = await ledgers();
  for (const { at } of [small, large]) await answerMs(at(path));
  return alternate(
    ROUNDS,
    () => answerMs(large.at(path)),
    () => answerMs(small.at(path)),
  );
}

async function measureBrowser(path: string): Promise<Measurement | undefined> {
  const { small, large, browser } = await ledgers();
  if (browser === undefined) {
    process.stderr.write('no Chromium: apt install chromium\n');
    return undefined;
  }
  const page = await browser.newPage();
  await interactiveMs(page, small.at(path));
  const measured = await alternate(
    ROUNDS,
    () => interactiveMs(page, large.at(path)),
    () => interactiveMs(page, small.at(path)),
  );
  await page.close();
  return measured;
}

/** The last row closes what the first has opened. */
async function closeAll(): Promise<Measurement | undefined> {
  const { small, large, browser } = await ledgers();
  await browser?.close();
  await Promise.all([small.close(), large.close()]);
  return undefined;
}

const row = (name: string, measure: Benchmark['measure']): Benchmark => ({
  name: `pages: ${name}`,
  unit: 'ms',
  better: 'less',
  against: 'the same page of a ledger of 1,000 records; this one has 100,000',
  measure,
});

export const PAGES_SERVED: readonly Benchmark[] = [
  ...PAGES.map(([name, path]) => row(name, () => measureServer(path))),
  ...PAGES.map(([name, path]) => row(`${name}, in a browser`, () => measureBrowser(path))),
  row('close', closeAll),
];
