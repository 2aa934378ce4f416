/**
 * Account paths as JSON values. Exactly these fields, nothing optional; hashes, keys and prefixes are 64 lower-case hex
 * digits, amounts decimal strings, counts, indexes and depths integers up to 2^53 - 1.
 *
 *     path    = { "end": leaf / node / { "kind": "empty" }, "siblings": [ *256( sums + { "depth", "hash" } ) ] }
 *     leaf    = sums + { "kind": "leaf", "key", "lastIndex", "subRoot" }
 *     node    = { "kind": "node", "depth", "prefix", "left": sums + { "hash" }, "right": sums + { "hash" } }
 *     sums    = { "count", "issued", "spent" }
 *
 * That one text spells a value in one way only is for the reader of the text to see to (JCS).
 * @module
 */
import { decodeHex, encodeHex } from '../bytes/hex.ts';
import { InputError } from '../error.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import { KEY_BITS } from './bits.ts';
import { type AccountSummary, assertLeaf, assertNode } from './node.ts';
import { type AccountPath, assertSiblings, type PathEnd, type PathSibling } from './path.ts';
import type { AccountSums } from './sums.ts';

/** {@link AccountSums} as JSON. */
export interface SumsJson {
  readonly count: number;
  readonly issued: string;
  readonly spent: string;
}

/** {@link AccountSummary} as JSON. */
export interface SummaryJson extends SumsJson {
  readonly hash: string;
}

/** {@link PathSibling} as JSON. */
export interface SiblingJson extends SummaryJson {
  readonly depth: number;
}

/** {@link PathEnd} as JSON. */
export type PathEndJson =
  | (SumsJson & { readonly kind: 'leaf'; readonly key: string; readonly lastIndex: number; readonly subRoot: string })
  | {
      readonly kind: 'node';
      readonly depth: number;
      readonly prefix: string;
      readonly left: SummaryJson;
      readonly right: SummaryJson;
    }
  | { readonly kind: 'empty' };

/** {@link AccountPath} as JSON. */
export interface AccountPathJson {
  readonly end: PathEndJson;
  readonly siblings: readonly SiblingJson[];
}

type Fields<Name extends string> = Readonly<Record<Name, unknown>>;

const SUMS_FIELDS = ['count', 'issued', 'spent'] as const;
/** 39 digits hold 2^128 - 1; the range is checked with the other fields of the leaf or node. */
const CANONICAL_DECIMAL = /^(?:0|[1-9][0-9]{0,38})$/;

/** The inverse of {@link parseAccountPath}. */
export function formatAccountPath(path: AccountPath): AccountPathJson {
  return {
    end: formatEnd(path.end),
    siblings: path.siblings.map((sibling) => ({ depth: sibling.depth, ...formatSummary(sibling) })),
  };
}

/**
 * The inverse of {@link formatAccountPath}: a path out of parsed JSON, which is attacker-controlled. It can be the path
 * of some tree; whether of this one, `checkAccountPath` says.
 * @throws InputError `account-path`, `account-node`, `bad-hex`
 */
export function parseAccountPath(value: unknown): AccountPath {
  const fields = fieldsOf(value, 'path', ['end', 'siblings']);
  const { siblings } = fields;
  if (!Array.isArray(siblings) || siblings.length > KEY_BITS) {
    throw malformed('path.siblings', `an array of at most ${KEY_BITS}`);
  }
  return {
    end: parseEnd(fields.end),
    siblings: assertSiblings(Array.from(siblings, (sibling, i) => parseSibling(sibling, `path.siblings[${i}]`))),
  };
}

function formatEnd(end: PathEnd): PathEndJson {
  switch (end.kind) {
    case 'leaf': {
      const { kind, lastIndex } = end;
      return { kind, key: encodeHex(end.key), ...formatSums(end), lastIndex, subRoot: encodeHex(end.subRoot) };
    }
    case 'node': {
      const { kind, depth } = end;
      const [left, right] = [formatSummary(end.left), formatSummary(end.right)];
      return { kind, depth, prefix: encodeHex(end.prefix), left, right };
    }
    case 'empty':
      return { kind: 'empty' };
  }
}

function formatSummary(summary: AccountSummary): SummaryJson {
  return { hash: encodeHex(summary.hash), ...formatSums(summary) };
}

function formatSums({ count, issued, spent }: AccountSums): SumsJson {
  return { count, issued: String(issued), spent: String(spent) };
}

function parseEnd(value: unknown): PathEnd {
  switch (kindOf(value)) {
    case 'leaf': {
      const fields = fieldsOf(value, 'path.end', ['kind', 'key', ...SUMS_FIELDS, 'lastIndex', 'subRoot']);
      return assertLeaf({
        kind: 'leaf',
        key: parseHash(fields.key, 'path.end.key'),
        ...parseSums(fields, 'path.end'),
        lastIndex: parseInteger(fields.lastIndex, 'path.end.lastIndex'),
        subRoot: parseHash(fields.subRoot, 'path.end.subRoot'),
      });
    }
    case 'node': {
      const fields = fieldsOf(value, 'path.end', ['kind', 'depth', 'prefix', 'left', 'right']);
      return assertNode({
        kind: 'node',
        depth: parseInteger(fields.depth, 'path.end.depth'),
        prefix: parseHash(fields.prefix, 'path.end.prefix'),
        left: parseSummary(fields.left, 'path.end.left'),
        right: parseSummary(fields.right, 'path.end.right'),
      });
    }
    case 'empty':
      fieldsOf(value, 'path.end', ['kind']);
      return { kind: 'empty' };
    default:
      throw malformed('path.end', 'kind "leaf", "node" or "empty"');
  }
}

function parseSibling(value: unknown, title: string): PathSibling {
  const fields = fieldsOf(value, title, ['depth', 'hash', ...SUMS_FIELDS]);
  const depth = parseInteger(fields.depth, `${title}.depth`);
  return { depth, hash: parseHash(fields.hash, `${title}.hash`), ...parseSums(fields, title) };
}

function parseSummary(value: unknown, title: string): AccountSummary {
  const fields = fieldsOf(value, title, ['hash', ...SUMS_FIELDS]);
  return { hash: parseHash(fields.hash, `${title}.hash`), ...parseSums(fields, title) };
}

function parseSums(fields: Fields<'count' | 'issued' | 'spent'>, title: string): AccountSums {
  return {
    count: parseInteger(fields.count, `${title}.count`),
    issued: parseAmount(fields.issued, `${title}.issued`),
    spent: parseAmount(fields.spent, `${title}.spent`),
  };
}

function parseAmount(value: unknown, title: string): bigint {
  if (typeof value === 'string' && CANONICAL_DECIMAL.test(value)) return BigInt(value);
  throw malformed(title, 'a decimal string without sign or leading zeros, at most 39 digits');
}

/** Only the type: the range is checked with the other fields. */
function parseInteger(value: unknown, title: string): number {
  if (typeof value === 'number') return value;
  throw malformed(title, 'a number');
}

function parseHash(value: unknown, title: string): Uint8Array {
  if (typeof value === 'string') return decodeHex(value, HASH_BYTES, title);
  throw malformed(title, `a string of ${2 * HASH_BYTES} hex digits`);
}

/** The fields of an object that has exactly those in `names`. */
function fieldsOf<Name extends string>(value: unknown, title: string, names: readonly Name[]): Fields<Name> {
  if (hasExactly(value, names)) return value;
  throw malformed(title, `an object with exactly ${names.join(', ')}`);
}

function hasExactly<Name extends string>(value: unknown, names: readonly Name[]): value is Fields<Name> {
  return (
    isObject(value) && Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name))
  );
}

function kindOf(value: unknown): unknown {
  return isObject(value) && 'kind' in value ? value.kind : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(title: string, expected: string): InputError {
  return new InputError('account-path', `${title}: expected ${expected}`);
}
