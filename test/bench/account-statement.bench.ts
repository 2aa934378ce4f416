/**
 * What an account statement weighs besides the records that it shows: 100 own records among 100,000. The value is a size, not
 * a time; the limit is the aim of the design, 25 kB. Three ways in which the records may lie: together, as 25 rounds leave them
 * (four within 200 records each), and anywhere.
 * @module
 */
import { proveAccount } from '../../src/core/account/prove.ts';
import { AccountTree } from '../../src/core/account/trie.ts';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { hashLeaf } from '../../src/core/merkle/hash.ts';
import { planMultiproof } from '../../src/core/merkle/multiproof.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { encodeAccountStatement } from '../../src/verify/account/statement.ts';
import type { Benchmark } from './benchmark.ts';

const SIZE = 100_000;
const OWN = 100;
const ROUNDS = 25;
const ROUND_SPREAD = 200;
const ACCOUNTS = 50;
const AIM_KB = 25;
const ORIGIN = 'bench.example/log';
const ACCOUNT = 'institution-0';

/** Numbers from 0 to 1, always the same. */
function* numbers(): Generator<number, never> {
  for (let state = 1; ; state = (state * 48_271) % 2_147_483_647) yield state / 2_147_483_647;
}

function anywhere(count: number, start: number, end: number, random: Iterator<number>): number[] {
  const places = new Set<number>();
  while (places.size < count) places.add(start + Math.floor(Number(random.next().value) * (end - start)));
  return [...places].sort((a, b) => a - b);
}

const DISTRIBUTIONS: Readonly<Record<string, () => number[]>> = {
  'side by side': () => Array.from({ length: OWN }, (_, i) => SIZE / 2 + i),
  [`in ${ROUNDS} rounds`]: () => {
    const random = numbers();
    const step = SIZE / ROUNDS;
    return Array.from({ length: ROUNDS }, (_, round) => {
      const start = round * step + Math.floor(Number(random.next().value) * (step - ROUND_SPREAD));
      return anywhere(OWN / ROUNDS, start, start + ROUND_SPREAD, random);
    }).flat();
  },
  'at random places': () => anywhere(OWN, 0, SIZE - 1, numbers()),
};

/** Bytes of the statement without those of its records, which are empty here; signature lines of one log and two witnesses. */
function overheadBytes(indexes: readonly number[]): number {
  let tree = AccountTree.empty(ORIGIN);
  const leafHash = hashLeaf(Uint8Array.of(1));
  for (let index = 0; index < ACCOUNTS; index++) {
    const entry = { account: `institution-${index}`, index, leafHash, issuedDelta: 10n ** 9n, spentDelta: 10n ** 8n };
    tree = tree.append(entry).tree;
  }
  const shown = [...indexes.filter((index) => index !== 0 && index !== SIZE - 1), SIZE - 1];
  const { nodes, combine } = planMultiproof([0, ...shown], SIZE);
  const line = (name: string): string => `— ${name} ${Buffer.alloc(76, 7).toString('base64')}\n`;
  const root = Buffer.alloc(32, 7).toString('base64');
  const note = `${ORIGIN}\n${SIZE}\n${root}\n\n${[ORIGIN, 'witness.example/one', 'witness.example/two'].map(line).join('')}`;
  const accounts = [ACCOUNT, `keys/${ACCOUNT}`, 'keys/platform'];
  return encodeAccountStatement({
    account: ACCOUNT,
    note: parseNote(encodeUtf8(note)),
    records: [0, ...shown].map((index) => ({ index, bytes: new Uint8Array() })),
    proof: combine(nodes.map(() => new Uint8Array(32))),
    paths: accounts.map((account) => ({ account, path: proveAccount(tree, account) })),
  }).length;
}

export const ACCOUNT_STATEMENT: readonly Benchmark[] = Object.entries(DISTRIBUTIONS).map(([name, places]) => ({
  name: `account statement besides its records, 100 of 100,000 ${name}`,
  unit: 'kB',
  better: 'less',
  against: `the aim of ${AIM_KB} kB`,
  measure: () => ({ value: overheadBytes(places()) / 1000, limit: AIM_KB }),
}));
