import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DTYPE_BITS, type Dtype, tensorSizeBytes } from '../../../src/core/tensor/dtype.ts';
import { formatSafetensors, parseSafetensors, type Tensor } from '../../../src/core/tensor/safetensors.ts';
import { digestSafetensors } from '../../../src/core/tensor/tensor-set.ts';
import { inputError } from '../../_util/input-error.ts';

const dtype = fc.constantFrom(...(Object.keys(DTYPE_BITS) as Dtype[]));

const tensor = fc
  .record({ name: fc.string({ unit: 'grapheme' }), dtype, shape: fc.array(fc.nat({ max: 4 }), { maxLength: 3 }) })
  .filter(({ name }) => name !== '__metadata__')
  // Eight elements of any type fill whole bytes.
  .map(({ shape, ...rest }) => ({ ...rest, shape: [...shape, 8] }))
  .chain((info): fc.Arbitrary<Tensor> => {
    const length = tensorSizeBytes(info.dtype, info.shape) ?? 0;
    return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => ({ ...info, bytes }));
  });

const tensors = fc.uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 6 });
const metadata = fc
  .uniqueArray(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), { selector: ([key]) => key })
  .map((members) => new Map(members));

const byName = (a: Tensor, b: Tensor) => (a.name < b.name ? -1 : 1);

describe('safetensors', () => {
  test('parsing is the inverse of formatting, in any order', () => {
    fc.assert(
      fc.property(tensors, metadata, (set, data) => {
        const parsed = parseSafetensors(formatSafetensors(set, data));
        expect(parsed.tensors.toSorted(byName)).toEqual(set.toSorted(byName));
        expect(new Map([...parsed.metadata].sort())).toEqual(new Map([...data].sort()));
      }),
      { numRuns: 200 },
    );
  });

  test('formatting and the set digest do not see the order', () => {
    const shuffled = tensors
      .filter((set) => set.length > 0)
      .chain((set) => fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length })));
    fc.assert(
      fc.property(shuffled, metadata, ([set, other], data) => {
        const file = formatSafetensors(set);
        expect(formatSafetensors(other)).toEqual(file);
        expect(digestSafetensors(formatSafetensors(other, data))).toBe(digestSafetensors(file));
      }),
      { numRuns: 100 },
    );
  });

  test('bytes of any kind are read or refused, never another error', () => {
    fc.assert(
      fc.property(fc.json(), fc.uint8Array({ maxLength: 16 }), (json, data) => {
        const header = new TextEncoder().encode(json);
        const file = new Uint8Array(8 + header.length + data.length);
        new DataView(file.buffer).setUint32(0, header.length, true);
        file.set(header, 8);
        file.set(data, 8 + header.length);
        try {
          parseSafetensors(file);
        } catch (error) {
          expect(error).toEqual(inputError('bad-safetensors'));
        }
      }),
      { numRuns: 300 },
    );
  });
});
