/**
 * Pages about a log of any size look at a bounded number of records, say so, and go on where they stopped.
 */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json/json.ts';
import { encodeRecord } from '../../../src/core/record/record.ts';
import { STATE, type StateKey } from '../../../src/core/rules/state.ts';
import { CHAIN_START, encodeStatement, statementDigest } from '../../../src/core/statement/statement.ts';
import { readTrail } from '../../../src/web/log/trail.ts';
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

/** One institution with 1,200 statements, each naming the one before it. */
function longChain(): ExplorerSource {
  const { statement, keyId, signature } = naive.record(30);
  const places = new Map<string, Json>();
  const records: Uint8Array[] = [];
  let previous = CHAIN_START;
  for (let sequence = 0; sequence < 1200; sequence++) {
    const payload = encodeStatement({ ...statement, chain: { previous, sequence } });
    const digest = statementDigest(payload);
    places.set(STATE.record(digest), { index: sequence, kind: statement.kind, account: '', author: statement.author });
    places.set(STATE.chain(statement.author), { sequence, previous: digest });
    const signed = { payload, statement, digest, keyId, signature };
    records.push(encodeRecord(signed, '2026-11-20T04:02:09.000Z', new Uint8Array(32)));
    previous = digest;
  }
  return {
    ...largeLog().source,
    sizes: { committed: 1200, published: 1200 },
    state: async <T extends Json>(keys: readonly StateKey<T>[]) => keys.map((key) => places.get(key) as T | undefined),
    record: async (index) => records[index],
  };
}

describe('an institution with 1,200 statements', () => {
  it('is followed 512 at a time, from where the page before ended', async () => {
    const source = longChain();
    const { author } = naive.record(30).statement;
    const scanned: number[] = [];
    for (let cursor: number | undefined = 1200; cursor !== undefined; ) {
      const trail = await readTrail(source, { start: 0, end: 1000, cursor, author, kinds: ['charter'], limit: 50 });
      scanned.push(trail.scanned);
      expect(scanned.length).toBeLessThan(5);
      cursor = trail.before;
    }
    expect(scanned).toEqual([512, 512, 176]);
  });
});

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
