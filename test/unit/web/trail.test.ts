/**
 * Pages about a log of any size look at a bounded number of records, say so, and go on where they stopped.
 */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json/json.ts';
import type { AnyPage, PageContext } from '../../../src/web/page.ts';
import { comparePage } from '../../../src/web/pages/compare/page.ts';
import { homePage } from '../../../src/web/pages/home.ts';
import { recordPage } from '../../../src/web/pages/record/page.ts';
import { recordsPage } from '../../../src/web/pages/records/page.ts';
import { searchPage } from '../../../src/web/pages/search/page.ts';
import type { ExplorerSource } from '../../../src/web/source.ts';
import { creditLedger } from '../../_util/credit-history.ts';

const SIZE = 100_000;
const naive = creditLedger();
naive.publish();
const [publication] = naive.publications;
const NOTE = publication?.note ?? '';

/** A log of 100,000 records, all alike, that counts what is read of it. */
function largeLog() {
  const reads = { records: 0, notes: 0, states: 0, longest: 0 };
  const note = NOTE.replace(`\n${naive.size}\n`, `\n${SIZE}\n`);
  const source: ExplorerSource = {
    origin: naive.origin,
    sizes: { committed: SIZE, published: SIZE },
    published: { ordinal: SIZE - 1, size: SIZE, root: new Uint8Array(32), note },
    state: async (keys) => {
      reads.states += keys.length;
      return keys.map(() => undefined);
    },
    stateUnder: async (_, limit) => {
      reads.longest = Math.max(reads.longest, limit);
      return Array.from({ length: limit }, (_, i) => ({ key: `x/${i}`, value: 'x' as Json }));
    },
    record: async () => {
      reads.records++;
      return naive.records[30];
    },
    account: async () => ({ count: 0, indexes: [] }),
    publication: async (ordinal) => {
      reads.notes++;
      return new TextEncoder().encode(NOTE.replace(`\n${naive.size}\n`, `\n${ordinal + 1}\n`));
    },
  };
  return { reads, source };
}

const CONTEXT: PageContext = {
  language: 'en',
  origin: naive.origin,
  path: '/records?kind=charter',
  href: (path) => `/en${path}`,
  api: (path) => path,
};

async function ask(page: AnyPage, query: Record<string, string>, params: Record<string, string> = {}) {
  const { source, reads } = largeLog();
  const read = await page.read(source, { params, query });
  return { reads, text: read.redirect ?? read.render(CONTEXT).main.text };
}

describe('a log of 100,000 records', () => {
  it('is filtered 512 records at a time', async () => {
    const { reads, text } = await ask(recordsPage, { kind: 'charter' });
    expect(reads.records).toBe(512);
    expect(text).toContain('Looked at 512 records; 0 of them fit.');
    expect(text).toContain(`before=${SIZE - 512}`);
  });

  it.each([
    ['the trail', recordsPage, {}, {}, 60],
    ['the trail of a day', recordsPage, { from: '2026-11-20', to: '2026-11-21' }, {}, 600],
    ['the trail with a long page', recordsPage, { limit: '100000' }, {}, 256],
    ['an author of whom nothing is known', recordsPage, { author: 'nobody' }, {}, 4],
    ['the first page', homePage, {}, {}, 12],
    ['a record', recordPage, {}, { index: '99999' }, 1],
    ['a comparison of all of it', comparePage, { from: '1', to: '100000' }, {}, 1024],
    ['a comparison of two days', comparePage, { from: '2026-01-01', to: '2027-01-01' }, {}, 1100],
    ['a search for a beginning', searchPage, { q: 'abc123' }, {}, 0],
    ['a search for a name', searchPage, { q: 'h' }, {}, 0],
  ] as const)('%s is read with few reads', async (_, page, query, params, most) => {
    const { reads } = await ask(page, query, params);
    expect(reads.records).toBeLessThanOrEqual(most);
    expect(reads.notes).toBeLessThanOrEqual(64);
    expect(reads.longest).toBeLessThanOrEqual(256);
    expect(reads.states).toBeLessThanOrEqual(2000);
  });
});
