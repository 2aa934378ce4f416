/**
 * Reading over `/api/v1`: records, bundles, proofs, and the state of the rules, over a history in which every kind occurs.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../src/core/bytes/base64.ts';
import { checkConsistency } from '../../src/core/merkle/consistency.ts';
import { hashLeaf } from '../../src/core/merkle/hash.ts';
import { checkInclusion } from '../../src/core/merkle/inclusion.ts';
import { parseRecord, type SignedStatement } from '../../src/core/record/record.ts';
import { CHAIN_START } from '../../src/core/statement/statement.ts';
import { parseBundle } from '../../src/verify/bundle.ts';
import { digestOf, tensors } from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { changes, firstRound, secondRound } from '../_util/history.ts';
import { startTestServer, type TestServer } from './_server.ts';

const IMMUTABLE = 'max-age=31536000, immutable';

let server: TestServer;
let history: readonly SignedStatement[];
/** Index of the first statement after the founding. */
let founded: number;

beforeAll(async () => {
  server = await startTestServer({ consortium: new Consortium() });
  founded = server.ledger.head.size;
  const { consortium } = server;
  history = [...firstRound(consortium), ...changes(consortium), ...secondRound(consortium)];
  for (const signed of history) await server.ledger.submit(signed).published;
});

afterAll(() => server.close());

/** Where record and proof of a published statement are. */
const linksOf = (digest: string | undefined, index: number) => ({
  record: `/api/v1/records/${index}`,
  bundle: `/api/v1/bundles/${digest}`,
});

const get = async (path: string) => server.ask(`/api/v1/${path}`);

describe('records, bundles and proofs', () => {
  it('are immutable, tagged, and the same however they are asked for', async () => {
    const signed = history[4] as SignedStatement;
    const index = founded + 4;
    const [record, byIndex, byDigest] = [
      await get(`records/${index}`),
      await get(`bundles/${index}`),
      await get(`bundles/${signed.digest}`),
    ];
    expect(parseRecord(record.bytes).digest).toBe(signed.digest);
    expect(byDigest.text).toBe(byIndex.text);
    expect(parseBundle(byIndex.bytes).record).toEqual(record.bytes);
    for (const { headers } of [record, byIndex, byDigest]) {
      expect(headers).toMatchObject({ 'cache-control': IMMUTABLE, 'content-type': 'application/json; charset=utf-8' });
    }
    const again = await server.ask(`/api/v1/bundles/${index}`, {
      headers: { 'If-None-Match': byIndex.headers.etag ?? '' },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('prove what they say', async () => {
    const { size } = server.ledger.head;
    const reader = server.ledger.reader;
    const inclusion = (await get(`proofs/inclusion/7/${size}`)).json;
    expect(inclusion).toMatchObject({ index: 7, size });
    const leaf = hashLeaf((await get('records/7')).bytes);
    const hashes = (texts: readonly string[]): Uint8Array[] => texts.map((text) => decodeBase64(text, 32));
    checkInclusion(7, size, leaf, hashes(inclusion.hashes), await reader.root(size));
    const { json } = await get(`proofs/consistency/9/${size}`);
    checkConsistency(9, size, await reader.root(9), await reader.root(size), hashes(json.hashes));
    expect((await get(`proofs/consistency/${size}/${size}`)).json.hashes).toEqual([]);
    expect((await get('proofs/consistency/0/5')).headers['cache-control']).toBe(IMMUTABLE);
  });

  it('later evidence shows the newest checkpoint, to be revalidated', async () => {
    const { headers, json } = await get('later/12');
    expect(json).toMatchObject({ format: 'ledgerline/later@v1', size: 12, checkpoint: server.ledger.published?.note });
    expect(headers['cache-control']).toBe('no-cache');
  });

  it.each([
    ['records/1000', 404, 'not-published'],
    ['bundles/1000', 404, 'not-published'],
    [`bundles/${digestOf('x')}`, 404, 'not-found'],
    ['later/1000', 404, 'not-published'],
    ['proofs/inclusion/0/1000', 404, 'not-published'],
    ['proofs/consistency/1/1000', 404, 'not-published'],
    ['proofs/inclusion/5/5', 400, 'bad-tree-range'],
    ['proofs/inclusion/0/0', 400, 'bad-tree-range'],
    ['proofs/consistency/6/5', 400, 'bad-tree-range'],
    ['later/0', 400, 'bad-tree-range'],
    ['records/01', 400, 'bad-integer'],
    ['records/-1', 400, 'bad-integer'],
    ['records/1e1', 400, 'bad-integer'],
    ['records/9007199254740992', 400, 'bad-integer'],
    ['records/9007199254740991', 404, 'not-published'],
    ['records/%31', 200, undefined],
    ['records/%00', 400, 'bad-integer'],
    ['records/__proto__', 400, 'bad-integer'],
    [`bundles/${'g'.repeat(64)}`, 400, 'bad-hex'],
    ['bundles/..%2f..%2fhead', 400, 'bad-integer'],
    ['proofs/inclusion/0', 404, 'not-found'],
    ['records', 404, 'not-found'],
    ['', 404, 'not-found'],
  ] as const)('%s is %d %s', async (path, status, code) => {
    const { status: actual, json, headers } = await get(path);
    expect([actual, json.code]).toEqual([status, code]);
    if (status !== 200) expect([headers['cache-control'], headers.etag]).toEqual(['no-store', undefined]);
  });
});

describe('the state of the rules', () => {
  it('ledger: the charter as amended, and the sizes', async () => {
    const { json, headers } = await get('ledger');
    expect(json).toMatchObject({
      origin: server.consortium.origin,
      operator: 'platform',
      logKeys: [server.consortium.logKey.vkey],
      endorseWithin: 3600, // the amendment of the history
      reading: 'public',
      ...server.ledger.sizes,
    });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('institutions: by id, with keys, roles and the head of the chain', async () => {
    const { json } = await get('institutions');
    expect(json.items.map(({ id }: { id: string }) => id)).toEqual([
      'daejeon-institute',
      'hangang-pharma',
      'namsan-hospital',
      'platform',
      'seorak-biotech',
    ]);
    const biotech = (await get('institutions/seorak-biotech')).json;
    const own = history.filter(({ statement }) => statement.author === 'seorak-biotech');
    expect(biotech.chain).toEqual({ sequence: own.length, previous: own.at(-1)?.digest });
    expect(Object.keys(biotech.keys)).toHaveLength(2);
    expect(biotech.roles).toMatchObject({ contributor: {} });
    expect((await get('institutions/nobody')).json.code).toBe('not-found');
  });

  it('institutions: one that never wrote starts a chain', async () => {
    const quiet = await startTestServer();
    const { json } = await quiet.ask('/api/v1/institutions/hangang-pharma');
    expect(json.chain).toEqual({ sequence: 0, previous: CHAIN_START });
    await quiet.close();
  });

  it('pages hang together', async () => {
    const ids: string[] = [];
    let path: string | undefined = '/api/v1/institutions?limit=2';
    let pages = 0;
    while (path !== undefined) {
      const { json } = await server.ask(path);
      ids.push(...json.items.map(({ id }: { id: string }) => id));
      path = json.next;
      pages++;
    }
    expect([pages, ids.length, new Set(ids).size]).toEqual([3, 5, 5]);
  });

  it('accounts: every record once, in pages, under one account', async () => {
    const indexes: number[] = [];
    for (const account of ['system', 'daejeon-institute', 'hangang-pharma', 'namsan-hospital', 'seorak-biotech']) {
      for (const id of account === 'system' ? [account] : [account, `keys/${account}`]) {
        let path: string | undefined = `/api/v1/accounts/${id}?limit=2`;
        while (path !== undefined) {
          const { json } = await server.ask(path);
          expect(json.account).toBe(id);
          indexes.push(...json.records.map(({ index }: { index: number }) => index));
          path = json.next;
        }
      }
    }
    const platform = (await get('accounts/keys/platform')).json;
    indexes.push(...platform.records.map(({ index }: { index: number }) => index));
    expect(indexes.toSorted((a, b) => a - b)).toEqual(Array.from({ length: server.ledger.head.size }, (_, i) => i));
    expect((await get('accounts/platform')).json).toEqual({ account: 'platform', count: 0, records: [] });
    const [record] = platform.records;
    expect(record).toMatchObject({ sequence: 0, kind: 'key', author: 'platform' });
    expect((await get(`records/${record.index}`)).json.recordedAt).toBe(record.recordedAt);
  });

  it('tasks, models and rounds: by name, and a round by the digest that opened it', async () => {
    const [task, , open] = history as [SignedStatement, SignedStatement, SignedStatement];
    expect((await get('tasks')).json).toEqual({
      size: server.ledger.sizes.published,
      items: [{ task: 'herg-10um', id: task.digest, index: founded, links: linksOf(task.digest, founded) }],
    });
    expect((await get('models')).json.items).toEqual([(await get('models/safety-net')).json]);
    expect((await get('models/safety-net')).json).toMatchObject({ head: tensors('model 1').tensorSet, rounds: 2 });
    const { items } = (await get('rounds')).json;
    expect(items).toMatchObject([
      { round: 'round-1', status: 'completed', contributed: ['hangang-pharma', 'namsan-hospital'], accepted: 2 },
      { round: 'round-2', status: 'aborted', contributed: ['seorak-biotech'], undecided: 1, accepted: 0 },
    ]);
    const byName = await get('rounds/round-1');
    expect((await get(`rounds/${open.digest}`)).text).toBe(byName.text);
  });

  it('rounds: their contributions and the aggregation', async () => {
    const [, , open, pharma, hospital, first, second, aggregation] = history as SignedStatement[];
    const { json } = await get('rounds/round-1');
    expect(json).toMatchObject({ id: open?.digest, index: founded + 2, aggregator: 'daejeon-institute' });
    expect(json.contributions).toEqual([
      {
        id: pharma?.digest,
        index: founded + 3,
        links: linksOf(pharma?.digest, founded + 3),
        institution: 'hangang-pharma',
        weight: 3,
        status: 'accepted',
        precedence: founded + 3,
        decision: first?.digest,
      },
      {
        id: hospital?.digest,
        index: founded + 4,
        links: linksOf(hospital?.digest, founded + 4),
        institution: 'namsan-hospital',
        weight: 1,
        status: 'accepted',
        precedence: founded + 4,
        decision: second?.digest,
      },
    ]);
    expect(json.aggregation).toMatchObject({ id: aggregation?.digest, output: tensors('model 1').tensorSet });
    expect((await get('rounds/round-2')).json.aggregation).toBeUndefined();
  });

  it.each([
    ['institutions?limit=0', 400, 'bad-integer'],
    ['institutions?limit=257', 400, 'bad-integer'],
    ['institutions?limit=1&limit=2', 400, 'bad-request'],
    ['institutions?after=../key/', 400, 'bad-request'],
    ['institutions?after=%ff', 400, 'bad-request'],
    ['institutions?after=zzz', 200, undefined],
    ['institutions/A', 400, 'bad-request'],
    ['institutions/a%2fb', 400, 'bad-request'],
    ['institutions/__proto__', 400, 'bad-request'],
    [`institutions/${'a'.repeat(65)}`, 400, 'bad-request'],
    ['institutions/nobody', 404, 'not-found'],
    ['accounts/nobody', 404, 'not-found'],
    ['accounts/keys/nobody', 404, 'not-found'],
    ['accounts/keys%2fplatform', 400, 'bad-request'],
    ['accounts/system?start=1000', 200, undefined],
    ['accounts/system?start=9007199254740991', 200, undefined],
    ['accounts/system?start=-1', 400, 'bad-integer'],
    ['models/nothing', 404, 'not-found'],
    ['rounds/nothing', 404, 'not-found'],
    [`rounds/${digestOf('x')}`, 404, 'not-found'],
    ['awards', 200, undefined],
    ['claims', 404, 'not-found'],
  ] as const)('%s is %d %s', async (path, status, code) => {
    const { status: actual, json } = await get(path);
    expect([actual, json.code]).toEqual([status, code]);
  });

  it('ignores parameters that it does not know', async () => {
    expect((await get('tasks?x=1')).text).toBe((await get('tasks')).text);
  });
});
