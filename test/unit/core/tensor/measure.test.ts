import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addFixed, averageFixed, type FixedDtype } from '../../../../src/core/tensor/fixed-average.ts';
import { cosinePpm, GramSums, normMicro } from '../../../../src/core/tensor/gram.ts';
import { compareMeasured, measureUpdate } from '../../../../src/core/tensor/measurement.ts';
import { decodeValues, dropNonFinite, elementBytes } from '../../../../src/core/tensor/values.ts';
import { inputError } from '../../../_util/input-error.ts';

const bytesOf = (values: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint16Array): Uint8Array =>
  new Uint8Array(values.buffer);

describe('values', () => {
  test('every type that is measured: the number itself, integers as millionths', () => {
    expect([...decodeValues('F32', bytesOf(Float32Array.of(0.5, -2)))]).toEqual([0.5, -2]);
    expect([...decodeValues('F64', bytesOf(Float64Array.of(1 / 3)))]).toEqual([1 / 3]);
    expect([...decodeValues('I32', bytesOf(Int32Array.of(1_500_000, -1)))]).toEqual([1.5, -1e-6]);
    expect([...decodeValues('I64', bytesOf(BigInt64Array.of(-3_000_000n)))]).toEqual([-3]);
  });

  // Bit patterns and values of IEEE 754 binary16 and of bfloat16, from their definitions.
  test.each([
    ['F16', 0x0000, 0],
    ['F16', 0x8000, -0],
    ['F16', 0x0001, 2 ** -24],
    ['F16', 0x03ff, 1023 * 2 ** -24],
    ['F16', 0x0400, 2 ** -14],
    ['F16', 0x3555, 0.333251953125],
    ['F16', 0x3c00, 1],
    ['F16', 0xc000, -2],
    ['F16', 0x7bff, 65504],
    ['F16', 0x7c00, Number.POSITIVE_INFINITY],
    ['F16', 0xfc00, Number.NEGATIVE_INFINITY],
    ['F16', 0x7e00, Number.NaN],
    ['BF16', 0x3f80, 1],
    ['BF16', 0xc049, -3.140625],
    ['BF16', 0x7f80, Number.POSITIVE_INFINITY],
    ['BF16', 0x7fc0, Number.NaN],
    ['BF16', 0x0001, 2 ** -133],
  ] as const)('%s 0x%s', (dtype, bits, value) => {
    expect(decodeValues(dtype, bytesOf(Uint16Array.of(bits)))[0]).toBe(value);
  });

  test('a view at an odd offset reads the same', () => {
    const bytes = new Uint8Array(9);
    bytes.set(bytesOf(Float64Array.of(2.5)), 1);
    expect(decodeValues('F64', bytes.subarray(1))[0]).toBe(2.5);
  });

  test('counts and drops what is not finite, and what could not be squared', () => {
    const values = Float64Array.of(1, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 500, -(2 ** 499), 0);
    expect(dropNonFinite(values)).toBe(3);
    expect([...values]).toEqual([1, 0, 0, 0, -(2 ** 499), 0]);
  });

  test('refuses other types', () => {
    for (const dtype of ['BOOL', 'U8', 'F8_E4M3', 'C64', 'F4'] as const) {
      expect(() => elementBytes(dtype)).toThrow(inputError('unmeasurable'));
      expect(() => decodeValues(dtype, new Uint8Array(8))).toThrow(inputError('unmeasurable'));
    }
  });
});

/** The same over integers without rounding: floor of the square root, and the sign and size of the cosine, by comparison. */
function exactNorm(values: readonly number[]): bigint {
  return values.reduce((sum, value) => sum + BigInt(value) * BigInt(value), 0n);
}

const integers = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 3000 });

describe('norms and cosines', () => {
  test('a norm is the nearest millionth to the exact one', () => {
    fc.assert(
      fc.property(integers, fc.integer({ min: 1, max: 700 }), (values, cut) => {
        const gram = new GramSums(1);
        for (let at = 0; at < values.length; at += cut) gram.add([Float64Array.from(values.slice(at, at + cut))]);
        const [norm, square] = [BigInt(normMicro(gram.product(0, 0))), exactNorm(values) * 10n ** 12n];
        // |norm - sqrt(square)| <= 1/2 and a little: (2 norm - 3)^2 <= 4 square <= (2 norm + 3)^2.
        expect(norm === 0n || (2n * norm - 3n) ** 2n <= 4n * square).toBe(true);
        expect(4n * square <= (2n * norm + 3n) ** 2n).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('a cosine is within a millionth of the exact one', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const length = Math.min(a.length, b.length);
        const [left, right] = [a.slice(0, length), b.slice(0, length)];
        const gram = new GramSums(2);
        gram.add([Float64Array.from(left), Float64Array.from(right)]);
        const ppm = cosinePpm(gram.product(0, 1), gram.product(0, 0), gram.product(1, 1));
        const dot = left.reduce((sum, value, i) => sum + BigInt(value) * BigInt(right[i] ?? 0), 0n);
        const [squares, far] = [exactNorm(left) * exactNorm(right), BigInt(Math.abs(ppm))];
        if (squares === 0n || dot === 0n) {
          expect(ppm).toBe(0);
          return;
        }
        expect(ppm === 0 || ppm < 0 === dot < 0n).toBe(true);
        // (far - 1)^2 squares <= (10^6 dot)^2 <= (far + 1)^2 squares
        const scaled = (1_000_000n * dot) ** 2n;
        expect(far === 0n || (far - 1n) ** 2n * squares <= scaled).toBe(true);
        expect(scaled <= (far + 1n) ** 2n * squares).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('small terms are not lost beside large ones', () => {
    const gram = new GramSums(1);
    gram.add([Float64Array.of(2 ** 60)]);
    for (let i = 0; i < 4096; i++) gram.add([Float64Array.of(2 ** 32)]);
    // 2^120 + 2^12 * 2^64 = 2^120 (1 + 2^-44)
    expect(gram.product(0, 0)).toBe(2 ** 120 * (1 + 2 ** -44));
  });

  test('zero, equal, opposite, orthogonal, huge', () => {
    const gram = new GramSums(5);
    const [x, y] = [Float64Array.of(3, 4), Float64Array.of(-4, 3)];
    gram.add([x, y, undefined, x.map((value) => -2 * value), Float64Array.of(2 ** 499, 0)]);
    const cosine = (i: number, j: number) => cosinePpm(gram.product(i, j), gram.product(i, i), gram.product(j, j));
    expect(normMicro(gram.product(0, 0))).toBe(5_000_000);
    expect([cosine(0, 0), cosine(0, 1), cosine(0, 2), cosine(0, 3), cosine(2, 2)]).toEqual([
      1_000_000, 0, 0, -1_000_000, 0,
    ]);
    expect(cosine(0, 4)).toBe(600_000);
    expect([normMicro(gram.product(2, 2)), normMicro(gram.product(4, 4))]).toEqual([0, Number.MAX_SAFE_INTEGER]);
  });
});

describe('fedavg-v1 over fixed-point tensors', () => {
  const read = (dtype: FixedDtype, bytes: Uint8Array): bigint[] =>
    dtype === 'I64' ? [...new BigInt64Array(bytes.buffer)] : [...new Int32Array(bytes.buffer)].map(BigInt);
  const write = (dtype: FixedDtype, values: readonly bigint[]): Uint8Array =>
    bytesOf(dtype === 'I64' ? BigInt64Array.from(values) : Int32Array.from(values, Number));

  const updates = fc.constantFrom<FixedDtype>('I32', 'I64').chain((dtype) => {
    const bound = dtype === 'I32' ? 2n ** 31n : 2n ** 63n;
    const value = fc.bigInt({ min: -bound, max: bound - 1n });
    const weight = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 ** 24 }));
    const row = fc.record({ weight, values: fc.tuple(value, value, value) });
    return fc.record({ dtype: fc.constant(dtype), rows: fc.array(row, { minLength: 1, maxLength: 5 }) });
  });

  test('is the exact quotient to the nearest, halves away from 0, in any order', () => {
    fc.assert(
      fc.property(updates, ({ dtype, rows }) => {
        const total = rows.reduce((sum, { weight }) => sum + weight, 0);
        fc.pre(total > 0);
        const pieces = rows.map(({ weight, values }) => ({ weight, bytes: write(dtype, values) }));
        const step = read(dtype, averageFixed(dtype, pieces, total));
        expect(read(dtype, averageFixed(dtype, pieces.toReversed(), total))).toEqual(step);
        for (const [i, value] of step.entries()) {
          const sum = rows.reduce((all, row) => all + BigInt(row.weight) * (row.values[i] ?? 0n), 0n);
          const twice = 2n * (value * BigInt(total) - sum);
          const isAway = sum < 0n ? -twice : twice;
          // -N < 2 (q N - s) <= N, measured away from 0
          expect(isAway <= BigInt(total) && isAway > -BigInt(total)).toBe(true);
        }
      }),
    );
  });

  test('adds, and says where a sum leaves the type', () => {
    const one = write('I32', [1n, -5n]);
    expect(read('I32', addFixed('I32', one, one) ?? new Uint8Array())).toEqual([2n, -10n]);
    expect(addFixed('I32', write('I32', [2n ** 31n - 1n]), write('I32', [1n]))).toBeUndefined();
    expect(addFixed('I64', write('I64', [-(2n ** 63n)]), write('I64', [-1n]))).toBeUndefined();
  });
});

describe('what is recorded of an update', () => {
  const [A, B, C] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)];
  const gramOf = (...rows: readonly (readonly number[])[]): GramSums => {
    const gram = new GramSums(rows.length);
    gram.add(rows.map((row) => Float64Array.from(row)));
    return gram;
  };
  const update = (contribution: string, precedence: number) => ({ contribution, precedence, nonFinite: 0 });

  test('norm, the most similar other update, the step before', () => {
    const gram = gramOf([3, 4], [3, 3], [0, -1], [1, 0]);
    const updates = [update(A, 5), update(B, 6), update(C, 7)];
    expect(measureUpdate(gram, updates, 0, { step: 3 })).toEqual({
      normMicro: 5_000_000,
      nonFinite: 0,
      nearest: { contribution: B, cosinePpm: 989_949 },
      stepCosinePpm: 600_000,
    });
    expect(measureUpdate(gramOf([1]), [update(A, 1)], 0, {})).toEqual({ normMicro: 1_000_000, nonFinite: 0 });
  });

  test('a copy of a copy does not hide the original: the earlier one beyond the limit counts', () => {
    const gram = gramOf([100, 0], [100, 1], [100, 1]);
    const updates = [update(A, 1), update(B, 2), update(C, 3)];
    expect(measureUpdate(gram, updates, 1, {}).nearest?.contribution).toBe(C);
    expect(measureUpdate(gram, updates, 1, { cosineMaxPpm: 990_000 }).nearest?.contribution).toBe(A);
    expect(measureUpdate(gram, updates, 0, { cosineMaxPpm: 990_000 }).nearest?.contribution).toBe(B);
  });

  test('measured again: within one unit it is the same, and another that is as near may be named', () => {
    const nearest = { contribution: A, cosinePpm: 500_000 };
    const again = { normMicro: 10, nonFinite: 0, nearest, stepCosinePpm: 7 };
    const none = () => undefined;
    expect(compareMeasured({ ...again, normMicro: 11, stepCosinePpm: 6 }, again, none)).toEqual([]);
    const other = { ...again, nearest: { contribution: B, cosinePpm: 500_001 } };
    expect(compareMeasured(other, again, () => 500_000)).toEqual([]);
    expect(compareMeasured(other, again, () => 400_000)).toEqual([
      { what: 'nearest-named', recorded: 500_001, measured: 400_000 },
    ]);
    expect(compareMeasured({ normMicro: 12, nonFinite: 1 }, again, none)).toEqual([
      { what: 'normMicro', recorded: 12, measured: 10 },
      { what: 'nonFinite', recorded: 1, measured: 0 },
      { what: 'nearest', recorded: undefined, measured: 500_000 },
      { what: 'stepCosinePpm', recorded: undefined, measured: 7 },
    ]);
  });
});
