/**
 * Measuring and averaging updates from files, beside a slow reckoning over whole arrays.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cosinePpm, normMicro } from '../../../src/core/tensor/gram.ts';
import { formatSafetensors, type Tensor } from '../../../src/core/tensor/safetensors.ts';
import { digestSafetensors } from '../../../src/core/tensor/tensor-set.ts';
import { averageFiles } from '../../../src/node/updates/average-files.ts';
import { findUpdates } from '../../../src/node/updates/find-updates.ts';
import { measureFiles } from '../../../src/node/updates/measure-files.ts';
import { inputError } from '../../_util/input-error.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-updates-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const floats = (name: string, values: readonly number[], shape = [values.length]): Tensor => ({
  name,
  dtype: 'F32',
  shape,
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});
const fixed = (name: string, values: readonly number[]): Tensor => ({
  name,
  dtype: 'I32',
  shape: [values.length],
  bytes: new Uint8Array(Int32Array.from(values).buffer),
});

async function save(name: string, ...tensors: readonly Tensor[]): Promise<string> {
  const path = join(folder, `${name}.safetensors`);
  await writeFile(path, formatSafetensors(tensors));
  return path;
}
const delta = (path: string) => ({ path, form: 'delta' as const });

describe('measuring', () => {
  test('tensors of several pieces, in whatever order the files have them', async () => {
    const long = Array.from({ length: 150_000 }, (_, i) => Math.fround(Math.sin(i)));
    const a = await save('long-a', floats('w', long), floats('b', [0.5]));
    const b = await save('long-b', { ...floats('b', [2]), dtype: 'F32' }, floats('w', long.toReversed()));
    const { gram } = await measureFiles([delta(a), delta(b)]);
    const dot = (left: readonly number[], right: readonly number[]) =>
      left.reduce((sum, value, i) => sum + value * (right[i] ?? 0), 0);
    expect(gram.product(0, 0)).toBeCloseTo(dot(long, long) + 0.25, 6);
    expect(gram.product(1, 0)).toBeCloseTo(dot(long, long.toReversed()) + 1, 6);
  });

  test('NaN and infinities are counted in every type, and count as 0', async () => {
    const bits = new Uint8Array(Uint16Array.of(0x7c00, 0x3c00).buffer);
    const path = await save(
      'not-finite',
      floats('w', [Number.NaN, Number.POSITIVE_INFINITY, 3]),
      { name: 'h', dtype: 'F16', shape: [2], bytes: bits },
      { name: 'd', dtype: 'F64', shape: [1], bytes: new Uint8Array(Float64Array.of(Number.MAX_VALUE).buffer) },
    );
    const { gram, nonFinite } = await measureFiles([delta(path)]);
    expect(nonFinite).toEqual([4]);
    expect(normMicro(gram.product(0, 0))).toBe(Math.round(Math.sqrt(10) * 1e6));
  });

  test('the zero update has norm 0 and is similar to nothing; empty tensors and scalars are read', async () => {
    const zero = await save('zero', floats('w', [0, 0]), floats('s', [0], []), floats('e', []));
    const one = await save('one', floats('w', [1, 0]), floats('s', [2], []), floats('e', []));
    const { gram } = await measureFiles([delta(zero), delta(one)]);
    expect([normMicro(gram.product(0, 0)), cosinePpm(gram.product(0, 1), 0, gram.product(1, 1))]).toEqual([0, 0]);
    expect(gram.product(1, 1)).toBe(5);
  });

  test('a tensor that only one has counts as zeros in the other; the parent says whose tensors fit', async () => {
    const [a, b] = [await save('fit', floats('w', [3, 4])), await save('unfit', floats('v', [3, 4]))];
    const parent = await save('parent', floats('w', [1, 1]));
    const { gram, fits } = await measureFiles([delta(a), delta(b)], parent);
    expect([gram.product(0, 1), gram.product(0, 0), gram.product(1, 1)]).toEqual([0, 25, 25]);
    expect(fits).toEqual([true, false]);
  });

  test('whole weights are a difference to the parent, and cannot be measured without it', async () => {
    const [whole, parent] = [await save('whole', floats('w', [4, 5])), await save('parent-2', floats('w', [1, 1]))];
    const vector = { path: whole, form: 'weights' as const };
    expect((await measureFiles([vector, delta(whole)], parent)).gram.product(0, 0)).toBe(25);
    await expect(measureFiles([vector])).rejects.toThrow(inputError('unmeasurable'));
  });

  test('refuses types that hold no numbers to compare, and files that are none', async () => {
    const bools = await save('bools', { name: 'w', dtype: 'BOOL', shape: [1], bytes: Uint8Array.of(1) });
    await expect(measureFiles([delta(bools)])).rejects.toThrow(inputError('unmeasurable'));
    await writeFile(join(folder, 'broken.bin'), 'no');
    await expect(measureFiles([delta(join(folder, 'broken.bin'))])).rejects.toThrow(inputError('bad-safetensors'));
    await expect(measureFiles([delta(join(folder, 'none'))])).rejects.toThrow(inputError('unreadable-file'));
  });
});

describe('averaging', () => {
  test('fixed point: the digests of step and outcome, whatever the file order', async () => {
    const a = await save('fx-a', fixed('w', [10, -7, 3]), fixed('b', [1]));
    const b = await save('fx-b', fixed('b', [2]), fixed('w', [1, 1, -3]));
    const parent = await save('fx-p', fixed('w', [100, 0, 0]), fixed('b', [0]));
    // weights 1 and 3: (10 + 3) / 4 = 3.25, (-7 + 3) / 4 = -1, (3 - 9) / 4 = -1.5 and away from 0: -2; (1 + 6) / 4 = 1.75
    const step = formatSafetensors([fixed('w', [3, -1, -2]), fixed('b', [2])]);
    const output = formatSafetensors([fixed('w', [103, -1, -2]), fixed('b', [2])]);
    const updates = [
      { path: a, weight: 1 },
      { path: b, weight: 3 },
    ];
    const expected = { exact: true, average: digestSafetensors(step) };
    expect(await averageFiles(updates)).toEqual(expected);
    expect(await averageFiles(updates.toReversed(), parent)).toEqual({
      ...expected,
      output: digestSafetensors(output),
    });
  });

  test('floating point and other shapes cannot be told', async () => {
    const [a, b] = [await save('fl', floats('w', [1])), await save('fi', fixed('w', [1]))];
    expect(await averageFiles([{ path: a, weight: 1 }])).toEqual({ exact: false, reason: 'floating-point' });
    const updates = [a, b].map((path) => ({ path, weight: 1 }));
    expect(await averageFiles(updates)).toEqual({ exact: false, reason: 'shapes' });
  });
});

test('updates are found by their weights, not by their names', async () => {
  const path = await save('found', fixed('w', [42]));
  const found = await findUpdates(folder);
  expect(found.get(digestSafetensors(formatSafetensors([fixed('w', [42])])))).toBe(path);
  await expect(findUpdates(join(folder, 'nowhere'))).rejects.toThrow(inputError('unreadable-file'));
});
