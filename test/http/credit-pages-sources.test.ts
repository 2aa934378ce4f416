/**
 * The pages about learning and credit over ledgers that are not as they should be: damaged, contradicting themselves, immense.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/error.ts';
import type { Json } from '../../src/core/json/json.ts';
import type { StateKey } from '../../src/core/rules/state.ts';
import type { PageContext } from '../../src/web/page.ts';
import { PAGES } from '../../src/web/pages/list.ts';
import type { ExplorerSource } from '../../src/web/source.ts';
import { type CreditScenario, PHARMA } from '../_util/credit-scenario.ts';
import { startCreditServer } from './_credit-server.ts';
import type { TestServer } from './_server.ts';

let server: TestServer;
let scenario: CreditScenario;
let [dispute, claim, credit] = ['', '', ''];

beforeAll(async () => {
  ({ server, scenario, dispute, claim, credit } = await startCreditServer());
});
afterAll(() => server?.close());

/** The ledger as a page reads it, with something changed on the way. */
function sourceWith(change: Partial<ExplorerSource>): ExplorerSource {
  const { ledger } = server;
  return {
    origin: ledger.origin,
    sizes: ledger.sizes,
    published: ledger.published,
    state: (keys) => ledger.state(keys),
    stateUnder: (prefix, limit, after) => ledger.stateUnder(prefix, limit, after),
    record: (index) => ledger.record(index),
    account: (id, start, end) => ledger.account(id, start, end),
    publication: (ordinal) => ledger.publication(ordinal),
    ...change,
  };
}

const CONTEXT: PageContext = {
  language: 'en',
  origin: 'test',
  path: '/',
  href: (path) => path,
  api: () => undefined,
};

/** The text of a page, its address tried against all pages. */
async function textOver(source: ExplorerSource, path: string, id: string): Promise<string> {
  const found = PAGES.find((each) => each.path === path);
  const read = await found?.read(source, { params: { id }, query: {} });
  return read?.render(CONTEXT).main.text ?? '';
}

describe('over a ledger that is not as it should be', () => {
  it('an award that its inputs do not give says so, and where', async () => {
    const source = sourceWith({
      state: async <T extends Json>(keys: readonly StateKey<T>[]) => {
        const values = await server.ledger.state(keys);
        // biome-ignore lint/suspicious/noExplicitAny: the state of one round is changed
        const change = ({ players: [first, ...rest], ...round }: any) => ({
          ...round,
          players: [{ ...first, weight: first.weight + 1 }, ...rest],
        });
        return keys.map((key, i) => (key.startsWith('round/') ? change(values[i]) : values[i]));
      },
    });
    const text = await textOver(source, '/awards/:id', scenario.award);
    expect(text).not.toContain('comes out the same');
    expect(text).toMatch(/does not come out as signed.*the line of /s);
  });

  it('damaged records leave the rest of a page standing', async () => {
    const record = async (): Promise<Uint8Array> => {
      throw new InputError('integrity', 'flipped');
    };
    const source = sourceWith({ record });
    expect(await textOver(source, '/rounds/:id', 'round-1')).toContain('2 contributed');
    expect(await textOver(source, '/institutions/:id', PHARMA)).toContain('cannot be read');
    expect(await textOver(source, '/awards/:id', scenario.award)).toContain('The record of this award cannot be read');
    for (const [path, id] of [
      ['/credits/:id', credit],
      ['/claims/:id', claim],
      ['/disputes/:id', dispute],
      ['/datasets/:id', scenario.datasets.get(PHARMA) ?? ''],
      ['/models/:id', 'safety-net'],
    ] as const)
      expect(await textOver(source, path, id)).toContain('<h1>');
  });

  it('an account of a million records and credits costs a bounded number of reads', async () => {
    let [records, most] = [0, 0];
    const source = sourceWith({
      record: async (index) => {
        records++;
        return server.ledger.record(index);
      },
      stateUnder: async (prefix, limit, after) => {
        most = Math.max(most, limit);
        const [entry] = await server.ledger.stateUnder(prefix, 1, after);
        return entry === undefined ? [] : Array.from({ length: limit }, () => entry);
      },
      account: async (_, start, end) => ({
        count: 1_000_000,
        indexes: Array.from({ length: Math.max(0, end - start) }, () => 3),
      }),
    });
    const text = await textOver(source, '/institutions/:id', PHARMA);
    expect(text).toContain('Older records');
    expect(text).toContain('among the newest 256 records');
    expect(text).toContain('first 1024 credits');
    expect(records).toBeLessThan(400);
    expect(most).toBe(1025);
  });
});
