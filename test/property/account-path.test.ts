import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAccountPath } from '../../src/core/account/path.ts';
import { formatAccountPath, parseAccountPath } from '../../src/core/account/path-json.ts';
import { proveAccount } from '../../src/core/account/prove.ts';
import { AccountTree } from '../../src/core/account/trie.ts';
import { InputError } from '../../src/core/error.ts';

const ORIGIN = 'ledger.example/property';
const MEMBERS = Array.from({ length: 12 }, (_, i) => `inst-${i}`);

const tree = [...MEMBERS, ...MEMBERS].reduce((before, account, index) => {
  const leafHash = new Uint8Array(32).fill(index);
  const [issuedDelta, spentDelta] = [BigInt(100 + index), BigInt(index)];
  return before.append({ account, index, leafHash, issuedDelta, spentDelta }).tree;
}, AccountTree.empty(ORIGIN));

/** Accounts without records: the first few whose way down ends at a leaf, and at a node. */
const STRANGERS = (['leaf', 'node'] as const).flatMap((kind) =>
  Array.from({ length: 200 }, (_, i) => `stranger-${i}`)
    .filter((account) => proveAccount(tree, account).end.kind === kind)
    .slice(0, 4),
);

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

function jsonOf(account: string): Json {
  return JSON.parse(JSON.stringify(formatAccountPath(proveAccount(tree, account))));
}

function isAccepted(account: string, json: unknown): boolean {
  try {
    checkAccountPath(ORIGIN, account, parseAccountPath(json), tree.root());
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** Every value that differs from `json` in one place: a character, a number, a missing, added, doubled or moved part. */
function* mutationsOf(json: Json): Generator<Json> {
  yield null;
  if (typeof json === 'number') {
    yield* [json + 1, json - 1, -json - 1, json + 0.5, String(json)];
  } else if (typeof json === 'string') {
    yield* [`${json}0`, `0${json}`, json.slice(1), json.slice(0, -1)];
    for (let i = 0; i < json.length; i++) {
      const other = json[i] === '0' ? '1' : '0';
      yield json.slice(0, i) + other + json.slice(i + 1);
    }
  } else if (Array.isArray(json)) {
    yield [...json, {}];
    for (const [i, item] of json.entries()) {
      yield json.toSpliced(i, 1);
      yield json.toSpliced(i, 0, item);
      if (i > 0) yield json.with(i, json[i - 1] as Json).with(i - 1, item);
      for (const changed of mutationsOf(item)) yield json.with(i, changed);
    }
  } else if (json !== null && typeof json === 'object') {
    yield { ...json, more: 0 };
    for (const [name, value] of Object.entries(json)) {
      const { [name]: _, ...rest } = json;
      yield rest;
      for (const changed of mutationsOf(value)) yield { ...json, [name]: changed };
    }
  }
}

describe('account paths', () => {
  test('absence at a leaf and at a node is covered', () => {
    const kinds = STRANGERS.map((account) => proveAccount(tree, account).end.kind);
    expect(kinds).toEqual(['leaf', 'leaf', 'leaf', 'leaf', 'node', 'node', 'node', 'node']);
  });

  test.each([...MEMBERS.slice(0, 4), ...STRANGERS])('every change in the path of %s is refused', (account) => {
    expect(isAccepted(account, jsonOf(account))).toBe(true);
    let tried = 0;
    for (const changed of mutationsOf(jsonOf(account))) {
      tried++;
      if (isAccepted(account, changed)) expect.fail(`accepted: ${JSON.stringify(changed)}`);
    }
    expect(tried).toBeGreaterThan(300);
  });

  test('any JSON value is refused with an error of ours', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(isAccepted('inst-0', json)).toBe(false);
      }),
    );
  });

  test('parts of honest paths put together anew are refused, or are an honest path', () => {
    const all = [...MEMBERS, ...STRANGERS];
    const siblings = all.flatMap((account) => formatAccountPath(proveAccount(tree, account)).siblings);
    const ends = all.map((account) => formatAccountPath(proveAccount(tree, account)).end);
    const forged = fc.record({
      end: fc.constantFrom(...ends),
      siblings: fc
        .uniqueArray(fc.constantFrom(...siblings), { maxLength: 6, selector: ({ depth }) => depth })
        .map((list) => list.toSorted((a, b) => b.depth - a.depth)),
    });
    fc.assert(
      fc.property(fc.constantFrom(...all), forged, (account, json) => {
        const isHonest = JSON.stringify(json) === JSON.stringify(jsonOf(account));
        expect(isAccepted(account, json)).toBe(isHonest);
      }),
      { numRuns: 1000 },
    );
  });
});
