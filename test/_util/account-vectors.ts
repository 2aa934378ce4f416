/**
 * The golden vectors of the account tree, made by the oracle alone: what `test/vectors/account-tree.json` must hold.
 * @module
 */
import { createHash } from 'node:crypto';
import {
  bitOf,
  type OracleRecord,
  type OracleSums,
  type OracleTree,
  oracleKey,
  oracleRoot,
  oracleTree,
} from './account-oracle.ts';

export interface AccountVectors {
  readonly origin: string;
  readonly emptyRoot: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly records: readonly RecordVector[];
  readonly valid: readonly ValidVector[];
  readonly invalid: readonly InvalidVector[];
}

/** A record, and what stands in the tree once it is appended. */
export interface RecordVector {
  readonly account: string;
  readonly leafHash: string;
  readonly issuedDelta: string;
  readonly spentDelta: string;
  readonly subLeaf: string;
  readonly leaf: string;
  readonly nodes: readonly string[];
  readonly root: string;
  readonly totals: SumsVector;
}

/** A path that checks against the root after `size` records; `isPresent` tells whether the account has a leaf. */
export interface ValidVector {
  readonly desc: string;
  readonly account: string;
  readonly size: number;
  readonly isPresent: boolean;
  readonly path: PathVector;
}

/** A path that must be refused with `code` against the root after `size` records. */
export interface InvalidVector {
  readonly desc: string;
  readonly account: string;
  readonly size: number;
  readonly code: string;
  readonly path: PathVector;
}

interface SumsVector {
  readonly count: number;
  readonly issued: string;
  readonly spent: string;
}

type Fields = Readonly<Record<string, unknown>>;

export interface PathVector {
  readonly end: Fields;
  readonly siblings: readonly Fields[];
}

const ORIGIN = 'ledger.example/k-melloddy';

/** Credit is issued and spent, amounts pass 2^64, and accounts alternate. */
const RECORDS: readonly OracleRecord[] = [
  record('system', 0n, 0n, 0),
  record('keys/seoul-bio', 0n, 0n, 1),
  record('seoul-bio', 0n, 0n, 2),
  record('hanul-hospital', 0n, 0n, 3),
  record('seoul-bio', 1_500_000n, 0n, 4),
  record('hanul-hospital', 2n ** 100n, 0n, 5),
  record('seoul-bio', 0n, 500_000n, 6),
  record('keys/hanul-hospital', 0n, 0n, 7),
  record('seoul-bio', 1n, 1_000_001n, 8),
];

export function accountVectors(): AccountVectors {
  const accounts = [...new Set(RECORDS.map(({ account }) => account))];
  return {
    origin: ORIGIN,
    emptyRoot: oracleRoot(ORIGIN, []),
    keys: Object.fromEntries(accounts.map((account) => [account, oracleKey(ORIGIN, account)])),
    records: RECORDS.map((_, index) => recordVector(index)),
    valid: validVectors(),
    invalid: invalidVectors(),
  };
}

/** The path of the account with `key` in `tree`, as JSON. */
export function oraclePath(tree: OracleTree | undefined, key: string): PathVector {
  const siblings: Fields[] = [];
  let at = tree;
  while (at?.kind === 'node' && isUnder(key, at.prefix, at.depth)) {
    const isRight = bitOf(key, at.depth) === 1;
    siblings.unshift({ depth: at.depth, ...summaryJson(isRight ? at.left : at.right) });
    at = isRight ? at.right : at.left;
  }
  return { end: endJson(at), siblings };
}

function record(account: string, issuedDelta: bigint, spentDelta: bigint, index: number): OracleRecord {
  return { account, leafHash: createHash('sha256').update(`record ${index}`).digest('hex'), issuedDelta, spentDelta };
}

function recordVector(index: number): RecordVector {
  const { account, leafHash, issuedDelta, spentDelta } = RECORDS[index] as OracleRecord;
  const tree = oracleTree(ORIGIN, RECORDS.slice(0, index + 1)) as OracleTree;
  const way = wayTo(tree, oracleKey(ORIGIN, account));
  const leaf = way.find((at) => at.kind === 'leaf');
  return {
    account,
    leafHash,
    issuedDelta: String(issuedDelta),
    spentDelta: String(spentDelta),
    subLeaf: leaf?.subLeaves.at(-1) ?? '',
    leaf: leaf?.preimage ?? '',
    nodes: way.filter((at) => at.kind === 'node').map(({ preimage }) => preimage),
    root: tree.hash,
    totals: sumsJson(tree),
  };
}

/** The leaf or node where the way down by `key` ends, then the nodes above it. */
function wayTo(tree: OracleTree, key: string): OracleTree[] {
  if (tree.kind === 'leaf' || !isUnder(key, tree.prefix, tree.depth)) return [tree];
  return [...wayTo(bitOf(key, tree.depth) === 0 ? tree.left : tree.right, key), tree];
}

function validVectors(): ValidVector[] {
  const size = RECORDS.length;
  const present = (desc: string, account: string, at: number): ValidVector => {
    return { desc, account, size: at, isPresent: true, path: pathOf(account, at) };
  };
  const absent = (desc: string, account: string, at: number): ValidVector => {
    return { desc, account, size: at, isPresent: false, path: pathOf(account, at) };
  };
  return [
    present('an account with records', 'seoul-bio', size),
    present('an amount beyond 2^64', 'hanul-hospital', size),
    present('the only account: its leaf is the root', 'system', 1),
    absent('no record at all: the empty tree', 'system', 0),
    absent('the way down ends at the leaf of another account', absentAt('leaf'), size),
    absent('the way down ends at a node with another prefix', absentAt('node'), size),
    absent('an account before its first record', 'keys/hanul-hospital', 7),
  ];
}

function invalidVectors(): InvalidVector[] {
  const size = RECORDS.length;
  const good = pathOf('seoul-bio', size);
  const [nearest, ...above] = good.siblings;
  const refused = (desc: string, code: string, path: PathVector): InvalidVector => {
    return { desc, account: 'seoul-bio', size, code, path };
  };
  const withEnd = (fields: Fields): PathVector => ({ ...good, end: { ...good.end, ...fields } });
  const nodeEnd = pathOf(absentAt('node'), size);
  return [
    refused('absence claimed at a node on the way to the leaf', 'account-path', {
      end: endJson(oracleTree(ORIGIN, RECORDS)),
      siblings: [],
    }),
    refused('absence claimed by an empty tree', 'account-root', { end: { kind: 'empty' }, siblings: [] }),
    refused('an empty tree with a sibling', 'account-path', { end: { kind: 'empty' }, siblings: good.siblings }),
    refused('the path of another account', 'account-path', pathOf('hanul-hospital', size)),
    refused('the path at an earlier size', 'account-root', pathOf('seoul-bio', size - 1)),
    refused('a sibling is missing', 'account-root', { ...good, siblings: above }),
    refused('siblings from the root down', 'account-path', { ...good, siblings: good.siblings.toReversed() }),
    refused('a record moved from the account to its sibling, totals kept', 'account-root', {
      end: { ...good.end, count: Number(good.end['count']) - 1 },
      siblings: [{ ...nearest, count: Number(nearest?.['count']) + 1 }, ...above],
    }),
    refused('credit moved from a sibling to the account, totals kept', 'account-root', {
      end: plusIssued(good.end, 1n),
      siblings: [...good.siblings.slice(0, -1), plusIssued(good.siblings.at(-1) ?? {}, -1n)],
    }),
    refused('spent beyond issued', 'account-node', withEnd({ spent: '1500002' })),
    refused('a record more than the last index allows', 'account-node', withEnd({ count: 10 })),
    refused('a last index beyond the ledger', 'account-root', withEnd({ lastIndex: 9 })),
    refused('a leading zero', 'account-path', withEnd({ spent: '01500001' })),
    refused('an amount as a number', 'account-path', withEnd({ spent: 1_500_001 })),
    refused('an amount of 2^128', 'account-node', withEnd({ issued: String(2n ** 128n) })),
    refused('a hash in upper case', 'bad-hex', withEnd({ subRoot: String(good.end['subRoot']).toUpperCase() })),
    refused('an unknown field', 'account-path', withEnd({ note: 'x' })),
    {
      ...refused('a prefix bit beyond the depth', 'account-node', {
        ...nodeEnd,
        end: { ...nodeEnd.end, prefix: `${String(nodeEnd.end['prefix']).slice(0, -1)}1` },
      }),
      account: absentAt('node'),
    },
  ];
}

function plusIssued(fields: Fields, delta: bigint): Fields {
  return { ...fields, issued: String(BigInt(String(fields['issued'])) + delta) };
}

function pathOf(account: string, size: number): PathVector {
  return oraclePath(oracleTree(ORIGIN, RECORDS.slice(0, size)), oracleKey(ORIGIN, account));
}

/** The first of some names whose way down the final tree ends at a leaf, or at a node. */
function absentAt(kind: 'leaf' | 'node'): string {
  const names = Array.from({ length: 100 }, (_, i) => `absent-${i}`);
  const name = names.find((account) => pathOf(account, RECORDS.length).end['kind'] === kind);
  if (name === undefined) throw new Error(`vectors: no absent account ends at a ${kind}`);
  return name;
}

function isUnder(key: string, prefix: string, depth: number): boolean {
  return Array.from({ length: depth }, (_, i) => i).every((i) => bitOf(key, i) === bitOf(prefix, i));
}

function endJson(at: OracleTree | undefined): Fields {
  if (at === undefined) return { kind: 'empty' };
  if (at.kind === 'leaf') {
    return { kind: 'leaf', key: at.key, ...sumsJson(at), lastIndex: at.lastIndex, subRoot: at.subRoot };
  }
  const { kind, depth, prefix, left, right } = at;
  return { kind, depth, prefix, left: summaryJson(left), right: summaryJson(right) };
}

function summaryJson(tree: OracleTree): Fields {
  return { hash: tree.hash, ...sumsJson(tree) };
}

function sumsJson({ count, issued, spent }: OracleSums): SumsVector {
  return { count, issued: String(issued), spent: String(spent) };
}
