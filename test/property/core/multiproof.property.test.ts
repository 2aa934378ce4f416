import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proveMultiple, rootFromMultiproof } from '../../../src/core/merkle/multiproof.ts';
import { oracleOfSize } from '../../_util/merkle-oracle.ts';
import { naiveMultiproof } from '../../_util/multiproof-oracle.ts';

const SIZE = 2100;
const oracle = oracleOfSize(SIZE);
const hex = (hashes: readonly Uint8Array[]): string =>
  hashes.map((hash) => Buffer.from(hash).toString('hex')).join(' ');

const cases = fc.integer({ min: 1, max: SIZE }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    indexes: fc.uniqueArray(fc.integer({ min: 0, max: size - 1 }), { minLength: 1, maxLength: 60 }),
  }),
);

test('any leaves of any tree: the proof is that of the walk, no shorter one exists, and it leads to the root', () => {
  fc.assert(
    fc.property(cases, ({ size, indexes }) => {
      const rising = indexes.toSorted((a, b) => a - b);
      const proof = proveMultiple(rising, size, (nodes) =>
        nodes.map(({ level, index }) => oracle.mth(index * 2 ** level, (index + 1) * 2 ** level)),
      );
      expect(hex(proof)).toBe(hex(naiveMultiproof(rising, size, oracle.mth)));
      const leaves = rising.map((index) => ({ index, leafHash: oracle.mth(index, index + 1) }));
      expect(hex([rootFromMultiproof(leaves, size, proof)])).toBe(hex([oracle.mth(0, size)]));
      expect(proof.length).toBeLessThanOrEqual(rising.length * Math.ceil(Math.log2(size) + 1));
    }),
    { numRuns: 300 },
  );
});
