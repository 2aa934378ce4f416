/**
 * The 518 proof vectors of transparency-dev/merkle (provenance beside them), of which 36 must verify.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../src/core/bytes/base64.ts';
import { parseDecimal } from '../../src/core/bytes/integers.ts';
import { InputError } from '../../src/core/error.ts';
import { checkConsistency, checkSubtreeConsistency } from '../../src/core/merkle/consistency.ts';
import { checkInclusion, checkSubtreeInclusion } from '../../src/core/merkle/inclusion.ts';
import { inputError } from '../_util/input-error.ts';
import { sharedPath } from '../_util/shared.ts';

const folder = sharedPath('vectors', 'merkle');

interface Vector {
  readonly file: string;
  readonly wantErr: boolean;
  readonly desc: string;
  readonly proof: Uint8Array[];
  hash(field: string): Uint8Array;
  /** Integers as the text has them, where `JSON.parse` would round. */
  digits(field: string): string;
  /** Not a safe integer where the text is above 2^53 - 1: the check has to refuse it. */
  integer(field: string): number;
}

function readVector(file: string): Vector {
  const text = readFileSync(`${folder}/${file}`, 'utf8').replace(/("\w+": )([0-9]+)(,?)$/gm, '$1"$2"$3');
  const fields: Record<string, string> & { proof?: string[] | null; wantErr?: boolean } = JSON.parse(text);
  const digits = (field: string) => BigInt(fields[field] ?? 'absent').toString();
  return {
    file,
    wantErr: fields.wantErr === true,
    desc: String(fields['desc']),
    proof: (fields.proof ?? []).map((hash) => decodeBase64(hash)),
    hash: (field) => decodeBase64(fields[field] ?? 'absent'),
    digits,
    integer: (field) => Number(digits(field)),
  };
}

function readVectors(kind: string): Vector[] {
  if (folder === undefined) return [];
  const files = readdirSync(`${folder}/${kind}`, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.json')).map((file) => readVector(`${kind}/${file}`));
}

/** Null when the check accepts; the code when it refuses with our own error; anything else is thrown. */
function verdict(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
}

function checkConsistencyVector(v: Vector): void {
  checkConsistency(v.integer('size1'), v.integer('size2'), v.hash('root1'), v.hash('root2'), v.proof);
}

const KINDS = [
  {
    kind: 'inclusion',
    cases: { verify: 6, refuse: 92 },
    code: 'bad-inclusion-proof',
    integers: ['leafIdx', 'treeSize'],
    check: (v: Vector) =>
      checkInclusion(v.integer('leafIdx'), v.integer('treeSize'), v.hash('leafHash'), v.proof, v.hash('root')),
  },
  {
    kind: 'consistency',
    cases: { verify: 6, refuse: 92 },
    code: 'bad-consistency-proof',
    integers: ['size1', 'size2'],
    check: checkConsistencyVector,
  },
  {
    kind: 'subtreeinclusion',
    cases: { verify: 12, refuse: 192 },
    code: 'bad-inclusion-proof',
    integers: ['leafIdx', 'start', 'end'],
    check: (v: Vector) =>
      checkSubtreeInclusion(
        v.integer('leafIdx'),
        v.integer('start'),
        v.integer('end'),
        v.hash('leafHash'),
        v.proof,
        v.hash('root'),
      ),
  },
  {
    kind: 'subtreeconsistency',
    cases: { verify: 12, refuse: 106 },
    code: 'bad-consistency-proof',
    integers: ['start', 'end', 'size'],
    check: (v: Vector) =>
      checkSubtreeConsistency(
        v.integer('start'),
        v.integer('end'),
        v.integer('size'),
        v.hash('root1'),
        v.hash('root2'),
        v.proof,
      ),
  },
];

describe.skipIf(folder === undefined)('transparency-dev/merkle vectors', () => {
  describe.each(KINDS)('$kind', ({ kind, cases, code, integers, check }) => {
    const vectors = readVectors(kind);

    test(`all files are there: ${cases.verify} to verify, ${cases.refuse} to refuse`, () => {
      expect(vectors.filter(({ wantErr }) => !wantErr)).toHaveLength(cases.verify);
      expect(vectors.filter(({ wantErr }) => wantErr)).toHaveLength(cases.refuse);
    });

    test(`accepts or refuses as each file says, with ${code}`, () => {
      const wrong = vectors
        .map((vector) => ({ file: vector.file, got: verdict(() => check(vector)), want: vector.wantErr ? code : null }))
        .filter(({ got, want }) => got !== want);
      expect(wrong).toEqual([]);
    });

    test('an integer above 2^53 - 1 occurs in refusals only, and no parser of ours lets it in', () => {
      for (const vector of vectors) {
        for (const field of integers.filter((name) => !Number.isSafeInteger(vector.integer(name)))) {
          expect(vector.wantErr).toBe(true);
          expect(() => parseDecimal(vector.digits(field))).toThrow(inputError('bad-integer'));
        }
      }
    });
  });

  test('seven files hold an integer above 2^53 - 1', () => {
    const withLarge = KINDS.flatMap(({ kind, integers }) =>
      readVectors(kind).filter((vector) => integers.some((field) => !Number.isSafeInteger(vector.integer(field)))),
    );
    expect(withLarge).toHaveLength(7);
  });

  test('size 0: a consistency proof from size 0 proves nothing and is refused, even to size 0 with equal roots', () => {
    const fromZero = readVectors('consistency').filter((vector) => vector.integer('size1') === 0);
    expect(fromZero.length).toBeGreaterThan(3);
    expect(fromZero.filter(({ wantErr }) => !wantErr)).toEqual([]);
    expect(fromZero.filter((vector) => verdict(() => checkConsistencyVector(vector)) === null)).toEqual([]);
  });

  test('size 0: an empty subtree is accepted with the empty root and an empty proof, and says nothing of the tree', () => {
    const empty = readVectors('subtreeconsistency').filter((vector) => vector.digits('start') === vector.digits('end'));
    const accepted = empty.filter(({ wantErr }) => !wantErr);
    expect(accepted.filter(({ desc }) => desc.includes('tree root random')).length).toBeGreaterThan(0);
    expect(accepted.every((vector) => vector.proof.length === 0)).toBe(true);
  });
});
