/**
 * No page reads more because the ledger is longer: each is read over a history that has no end, and what it asks for is counted.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../src/core/json/json.ts';
import type { StateKey } from '../../../src/core/rules/state.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { auditAndReplay } from '../../../src/verify/audit/audit.ts';
import { readTrail } from '../../../src/web/log/trail.ts';
import { PAGES } from '../../../src/web/pages/list.ts';
import { createReplayedSource } from '../../../src/web/replayed-source.ts';
import type { ExplorerSource } from '../../../src/web/source.ts';
import { verifySignature } from '../../_util/audit.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { PHARMA } from '../../_util/credit-scenario.ts';
import { mapFiles, naiveFiles } from '../../_util/stored-ledger.ts';

installNodePrimitives();

/** Records, notes, keys, and rows that lists ask for, all together. An account has the longest page: 1,696. */
const MOST_READS = 3000;
/** As long as a log can be. */
const SIZE = Number.MAX_SAFE_INTEGER;

const SHORT = creditLedger();
SHORT.publish();
let short: ExplorerSource;
beforeAll(async () => {
  const files = mapFiles(naiveFiles(SHORT), true);
  const policy = `log ${SHORT.logKey.vkey}\nquorum none\n`;
  short = await createReplayedSource(await auditAndReplay(files, policy, { verifySignature }), files);
});

/** The same history over and over, every list without an end; counts what is read of it. */
function endless(): { readonly source: ExplorerSource; readonly reads: () => number } {
  let reads = 0;
  const count = (more: number): void => {
    reads += more;
    // What reads without an end would never come back.
    if (reads > 2 * MOST_READS) throw new Error('reads without an end');
  };
  const source: ExplorerSource = {
    origin: short.origin,
    sizes: { committed: SIZE, published: SIZE },
    published: short.published && { ...short.published, ordinal: SIZE - 1, size: SIZE },
    state: async <T extends Json>(keys: readonly StateKey<T>[]) => {
      count(keys.length);
      return short.state(keys);
    },
    stateUnder: async (prefix, limit) => {
      count(limit);
      const some = await short.stateUnder(prefix, limit);
      if (some.length === 0) return [];
      const names = Array.from({ length: limit }, (_, i) => some[i % some.length]);
      return names.flatMap((entry) => entry ?? []);
    },
    record: async (index) => {
      count(1);
      return short.record(index % SHORT.size);
    },
    account: async (_, start, end) => {
      count(end - start);
      return { count: SIZE, indexes: Array.from({ length: end - start }, (_, i) => start + i) };
    },
    publication: async () => {
      count(1);
      return short.publication(0);
    },
  };
  return { source, reads: () => reads };
}

/** The first name under a prefix, or what it stands for. */
async function first(prefix: string): Promise<{ readonly name: string; readonly value: Json }> {
  const [entry] = await short.stateUnder(prefix, 1);
  if (entry === undefined) throw new Error(`the history has no ${prefix}`);
  return { name: entry.key.slice(prefix.length), value: entry.value };
}

/** What stands for each page; one that is new needs a line. */
const PARAMETERS: Readonly<Record<string, () => Promise<string>>> = {
  '/records/:index': async () => '17',
  '/checkpoints/:ordinal': async () => '0',
  '/rounds/:id': async () => (await first('round-name/')).name,
  '/awards/:id': async () => (await first('award/')).name,
  '/institutions/:id': async () => PHARMA,
  '/models/:id': async () => 'safety-net',
  '/credits/:id': async () => (await first('credit/')).name,
  '/claims/:id': async () => (await first('claim/')).name,
  '/disputes/:id': async () => (await first('dispute/')).name,
  '/policies/:id': async () => (await first('name/credit-policy/')).name,
  '/plans/:id': async () => (await first('name/evaluation-plan/')).name,
  '/datasets/:id': async () => (await first('name/dataset/')).name,
};

const QUERIES: readonly Readonly<Record<string, string>>[] = [
  {},
  { after: 'a', before: '100000' },
  { q: 'r', kind: 'erasure', subject: 'x' },
  { from: '0', to: '99999999' },
  { q: 'abc123', author: PHARMA, only: 'changes', limit: '256' },
  { from: '2026-01-01', to: '2099-01-01' },
];

describe('a ledger without an end', () => {
  test.each(PAGES.map((page) => [page.path, page] as const))(
    '%s reads a bounded number of things',
    async (path, page) => {
      const [, name] = /:(\w+)/.exec(path) ?? [];
      const value = await PARAMETERS[path]?.();
      if (name !== undefined && value === undefined) throw new Error(`${path} needs a line in PARAMETERS`);
      let hasRead = false;
      for (const query of QUERIES) {
        const { source, reads } = endless();
        const params = name === undefined ? {} : { [name]: value ?? '' };
        const failed = await page.read(source, { params, query }).then(
          () => undefined,
          (error: Error) => error.message,
        );
        expect({ query, tooMany: reads() > MOST_READS ? reads() : 0 }).toEqual({ query, tooMany: 0 });
        hasRead ||= failed === undefined;
      }
      expect(hasRead).toBe(true);
    },
  );
});

test('an author whose statements all wait to be published is not followed without an end', async () => {
  let reads = 0;
  const { source } = endless();
  const waiting: ExplorerSource = {
    ...source,
    sizes: { committed: SIZE, published: 1 },
    state: async <T extends Json>(keys: readonly StateKey<T>[]) => {
      const found = keys.map((key) => (key.startsWith('record/') ? { index: 1000 + reads } : { previous: 'x' }));
      return found as unknown as readonly T[];
    },
    record: async () => {
      reads++;
      if (reads > MOST_READS) throw new Error('reads without an end');
      return SHORT.records[9];
    },
  };
  const filter = { start: 0, end: 1, cursor: 1, limit: 50, author: PHARMA };
  expect((await readTrail(waiting, filter)).entries).toEqual([]);
  expect(reads).toBeLessThan(MOST_READS);
});
