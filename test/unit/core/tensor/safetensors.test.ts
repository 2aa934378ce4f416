import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import type { Dtype } from '../../../../src/core/tensor/dtype.ts';
import { MAX_HEADER_BYTES, parseHeader, parseHeaderLength } from '../../../../src/core/tensor/header.ts';
import { MAX_HEADER_TOKENS } from '../../../../src/core/tensor/header-scan.ts';
import { formatSafetensors, parseSafetensors, type Tensor } from '../../../../src/core/tensor/safetensors.ts';
import { inputError } from '../../../_util/input-error.ts';
import invalidHeaders from '../../../vectors/safetensors/headers-invalid.json' with { type: 'json' };
import { fileOf, lengthField } from './_build.ts';

const SCALAR_HEADER = '{"b":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}';
const SCALAR: Tensor = { name: 'b', dtype: 'I32', shape: [], bytes: Uint8Array.of(7, 0, 0, 0) };

function tensor(name: string, sizeBytes: number, dtype: Dtype = 'U8'): Tensor {
  return { name, dtype, shape: [sizeBytes], bytes: new Uint8Array(sizeBytes).fill(name.length) };
}

describe('parsing safetensors', () => {
  test('the example of the module comment', () => {
    const file = fileOf(`${SCALAR_HEADER}   `, SCALAR.bytes);
    expect(file[0]).toBe(0x38);
    expect(parseSafetensors(file)).toEqual({ tensors: [SCALAR], metadata: new Map() });
    expect(formatSafetensors([SCALAR])).toEqual(file);
  });

  test('tensors come in the order of their bytes, not of the header', () => {
    const header =
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    const { tensors } = parseSafetensors(fileOf(header, Uint8Array.of(5, 6)));
    expect(tensors.map(({ name, bytes }) => [name, bytes[0]])).toEqual([
      ['b', 5],
      ['a', 6],
    ]);
  });

  test('a file without tensors is well formed', () => {
    expect(parseSafetensors(fileOf('{}', new Uint8Array()))).toEqual({ tensors: [], metadata: new Map() });
  });

  test('metadata named like members of every object stays data', () => {
    const header = '{"__metadata__":{"__proto__":"a","constructor":"b"}}';
    const { metadata } = parseSafetensors(fileOf(header, new Uint8Array()));
    expect([...metadata]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});

describe('hostile headers', () => {
  test('are enough to mean something', () => {
    expect(invalidHeaders.length).toBeGreaterThan(60);
  });

  test.each(invalidHeaders)('refuses $name: $desc', ({ header, dataBytes }) => {
    expect(() => parseSafetensors(fileOf(header, new Uint8Array(dataBytes)))).toThrow(inputError('bad-safetensors'));
  });

  test('refuses what is not UTF-8', () => {
    const header = encodeUtf8(SCALAR_HEADER);
    header[2] = 0xff;
    expect(() => parseSafetensors(fileOf(header, SCALAR.bytes))).toThrow(inputError('bad-safetensors'));
  });

  test.each([0, 1, 7])('refuses a file of %d bytes', (size) => {
    expect(() => parseSafetensors(new Uint8Array(size))).toThrow(inputError('bad-safetensors'));
  });

  test.each([
    ['one byte beyond the file', SCALAR_HEADER.length + 5],
    ['2^32, whose lower half is 0', 2 ** 32],
    ['2^53 - 1', Number.MAX_SAFE_INTEGER],
  ])('refuses a header length %s', (_, length) => {
    const file = fileOf(SCALAR_HEADER, SCALAR.bytes);
    file.set(lengthField(length));
    expect(() => parseSafetensors(file)).toThrow(inputError('bad-safetensors'));
  });

  test('takes a header of 100 MB, refuses one byte more, and the highest u64', () => {
    const fileSizeBytes = 2 * MAX_HEADER_BYTES;
    expect(parseHeaderLength(lengthField(MAX_HEADER_BYTES), fileSizeBytes)).toBe(MAX_HEADER_BYTES);
    expect(() => parseHeaderLength(lengthField(MAX_HEADER_BYTES + 1), fileSizeBytes)).toThrow(
      inputError('bad-safetensors'),
    );
    expect(() => parseHeaderLength(new Uint8Array(8).fill(0xff), fileSizeBytes)).toThrow(inputError('bad-safetensors'));
  });

  test('refuses a list of millions of extents before it parses them', () => {
    const header = encodeUtf8(`{"a":{"dtype":"U8","shape":[${'1,'.repeat(MAX_HEADER_TOKENS)}1],"data_offsets":[0,1]}}`);
    expect(() => parseHeader(header, 1)).toThrow(/tokens/);
  });

  test('does not repeat a long name in its message', () => {
    const header = encodeUtf8(`{"${'n'.repeat(1_000_000)}":{}}`);
    expect(() => parseHeader(header, 0)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{1,300}$/) }),
    );
  });

  test('any byte of a header changed at random is read or refused, never another error', () => {
    const file = formatSafetensors([tensor('a', 3), tensor('b', 8, 'I8')], new Map([['k', 'v']]));
    for (let offset = 0; offset < file.length - 11; offset++) {
      for (const value of [0x00, 0x20, 0x22, 0x2c, 0x30, 0x39, 0x5c, 0x5d, 0x7b, 0x7d, 0xc3, 0xff]) {
        const mutated = Uint8Array.from(file);
        mutated[offset] = value;
        try {
          parseSafetensors(mutated);
        } catch (error) {
          expect(error).toEqual(inputError('bad-safetensors'));
        }
      }
    }
  });
});

describe('formatting safetensors', () => {
  const tensors = [
    tensor('b', 3),
    tensor('a', 2),
    { name: 'w', dtype: 'F32', shape: [2], bytes: new Uint8Array(8) } as const,
  ];

  test('gives one file for one set, whatever order it comes in', () => {
    const file = formatSafetensors(
      tensors,
      new Map([
        ['y', '1'],
        ['x', '2'],
      ]),
    );
    expect(
      formatSafetensors(
        tensors.toReversed(),
        new Map([
          ['x', '2'],
          ['y', '1'],
        ]),
      ),
    ).toEqual(file);
    expect(parseSafetensors(file).tensors.map(({ name }) => name)).toEqual(['w', 'a', 'b']);
  });

  test('pads the header to 8 bytes, so that the widest tensor lies aligned', () => {
    for (let extra = 0; extra < 9; extra++) {
      const file = formatSafetensors([tensor('n'.repeat(1 + extra), 1)]);
      expect(file[0] ?? 0).toBe(8 * Math.ceil((file[0] ?? 0) / 8));
      expect(parseSafetensors(file).tensors).toHaveLength(1);
    }
  });

  test('keeps names that JavaScript objects would reorder or lose', () => {
    const names = ['10', '9', '__proto__', 'constructor', '', '가중치', 'a"\\\n'];
    const file = formatSafetensors(names.map((name) => tensor(name, 1)));
    expect(parseSafetensors(file).tensors.map(({ name }) => name)).toEqual(names.toSorted());
  });

  test.each([
    ['equal names', [tensor('a', 1), tensor('a', 1)]],
    ['the name of the metadata', [tensor('__metadata__', 1)]],
    ['bytes that do not fit the shape', [{ ...tensor('a', 1), shape: [2] }]],
    ['a negative extent', [{ ...tensor('a', 1), shape: [-1] }]],
    ['a fraction', [{ ...tensor('a', 1), shape: [0.5, 2] }]],
    ['a lone surrogate', [tensor('\ud800', 1)]],
  ])('refuses %s', (_, set) => {
    expect(() => formatSafetensors(set)).toThrow(inputError('bad-safetensors'));
  });
});
