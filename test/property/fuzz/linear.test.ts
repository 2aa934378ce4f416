/**
 * The worst known shape of each format, at a size and at sixteen times that size: linear work takes sixteen times as long, and
 * some more where caches end, quadratic work 256 times. The bound lies between, so that a busy machine changes nothing.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../src/core/bytes/base64.ts';
import { decodeUtf8 } from '../../../src/core/bytes/utf8.ts';
import { InputError } from '../../../src/core/error.ts';
import { parseCanonicalJson, parseJson } from '../../../src/core/json/json.ts';
import { parseNote } from '../../../src/core/note/note.ts';
import { parsePolicy } from '../../../src/core/note/policy.ts';
import { parseRecord } from '../../../src/core/record/record.ts';
import { parseOpenings } from '../../../src/core/statement/openings.ts';
import { parseStatement } from '../../../src/core/statement/statement.ts';
import { parseHeader } from '../../../src/core/tensor/header.ts';
import { parsePrivateKeyPem } from '../../../src/node/crypto/keys.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { decodeBatch } from '../../../src/server/msgpack.ts';
import { isAccountStatement } from '../../../src/verify/account/statement.ts';
import { parseBundle } from '../../../src/verify/bundle.ts';
import { utf8 } from './_samples.ts';

beforeAll(installNodePrimitives);

interface Shape {
  readonly name: string;
  /** Input of about `size` bytes. */
  readonly make: (size: number) => Uint8Array;
  readonly parse: (input: Uint8Array) => unknown;
  /** The smaller size; sixteen times that is within the format's limit, or beyond it where the limit is what helps. */
  readonly size: number;
}

const FACTOR = 16;
/** Between linear and quadratic, on the scale of ratios. */
const MAX_RATIO = 96;
const K = 1024;

const text =
  (make: (size: number) => string): ((size: number) => Uint8Array) =>
  (size) =>
    utf8(make(size));
const times = (piece: string, size: number): string => piece.repeat(Math.ceil(size / piece.length));
const escapes = text((size) => `"${times('\\"', size)}"`);
const members = (size: number): string =>
  Array.from({ length: Math.ceil(size / 12) }, (_, i) => `"${String(i).padStart(6, '0')}":1`).join(',');

const SHAPES: readonly Shape[] = [
  {
    name: 'UTF-8 of four bytes a character',
    make: text((size) => times('😂', size)),
    parse: (bytes) => decodeUtf8(bytes),
    size: 128 * K,
  },
  {
    name: 'base64 that is wrong at its end',
    make: text((size) => `${times('AAAA', size)}A`),
    parse: (bytes) => decodeBase64(decodeUtf8(bytes)),
    size: 128 * K,
  },
  { name: 'JSON of escaped quotes', make: escapes, parse: (bytes) => parseJson(decodeUtf8(bytes), 'x'), size: 256 * K },
  {
    name: 'JSON of backslashes',
    make: text((size) => `"${times('\\\\', size)}"`),
    parse: (bytes) => parseJson(decodeUtf8(bytes), 'x'),
    size: 256 * K,
  },
  {
    name: 'JSON of open strings',
    make: text((size) => times('"[', size)),
    parse: (bytes) => parseJson(decodeUtf8(bytes), 'x'),
    size: 256 * K,
  },
  {
    name: 'canonical JSON of many members',
    make: text((size) => `{${members(size)}}`),
    parse: (bytes) => parseCanonicalJson(bytes, 2 ** 24, 'x'),
    size: 64 * K,
  },
  {
    name: 'canonical JSON of members in falling order',
    make: text((size) => `{${members(size).split(',').reverse().join(',')}}`),
    parse: (bytes) => parseCanonicalJson(bytes, 2 ** 24, 'x'),
    size: 64 * K,
  },
  { name: 'a statement of blanks', make: text((size) => times(' ', size)), parse: parseStatement, size: 2 * K },
  {
    name: 'a record of one long payload',
    make: text((size) => `{"envelope":{"payload":"${times('AAAA', size)}"}}`),
    parse: parseRecord,
    size: 4 * K,
  },
  { name: 'openings with many names', make: text((size) => `{${members(size)}}`), parse: parseOpenings, size: 64 * K },
  { name: 'a note of empty lines', make: text((size) => times('\n', size)), parse: parseNote, size: 60_000 },
  {
    name: 'a note of signature lines',
    make: text((size) => `x\n\n${times('— a AAAAAAA=\n', size)}`),
    parse: parseNote,
    size: 60_000,
  },
  { name: 'a policy of empty lines', make: text((size) => times('\n', size)), parse: parsePolicy, size: 16 * K },
  {
    name: 'a policy of one long line',
    make: text((size) => `log ${times('+', size)}\n`),
    parse: parsePolicy,
    size: 16 * K,
  },
  { name: 'a policy of blanks', make: text((size) => `${times(' \t', size)}\n`), parse: parsePolicy, size: 16 * K },
  {
    name: 'a group of itself',
    make: text((size) => `group g any ${times('g ', size)}\n`),
    parse: parsePolicy,
    size: 16 * K,
  },
  {
    name: 'a bundle of records that are none',
    make: text((size) => `{"format":"ledgerline/proof@v1","governance":[${times('{},', size)}{}]}`),
    parse: parseBundle,
    size: 128 * K,
  },
  {
    name: 'a file that may be a statement',
    make: text((size) => `{"format":"${times('ledgerline/account@', size)}"}`),
    parse: isAccountStatement,
    size: 256 * K,
  },
  {
    name: 'a header of tensors',
    make: text(
      (size) =>
        `{${Array.from({ length: Math.ceil(size / 60) }, (_, i) => `"${i}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`).join(',')}}`,
    ),
    parse: (bytes) => parseHeader(bytes, 0),
    size: 128 * K,
  },
  {
    name: 'a header of escaped quotes',
    make: text((size) => `{"${times('\\"', size)}`),
    parse: (bytes) => parseHeader(bytes, 0),
    size: 256 * K,
  },
  {
    name: 'a key of lines',
    make: text((size) => `-----BEGIN PRIVATE KEY-----\n${times('A\n', size)}`),
    parse: (bytes) => parsePrivateKeyPem(decodeUtf8(bytes)),
    size: 32 * K,
  },
  {
    name: 'a key of blanks',
    make: text((size) => `-----BEGIN PRIVATE KEY-----\nA-----END PRIVATE KEY-----${times('\n ', size)}x`),
    parse: (bytes) => parsePrivateKeyPem(decodeUtf8(bytes)),
    size: 32 * K,
  },
  {
    name: 'a batch of one long text',
    make: (size) => Buffer.concat([Buffer.from([0x91, 0xdb, 0, 0, 0, 0]).fill(0), Buffer.alloc(size)]),
    parse: decodeBatch,
    size: 256 * K,
  },
];

describe.each(SHAPES)('$name', ({ make, parse, size }) => {
  it('takes time that grows as its length', () => {
    const [small, large] = [make(size), make(FACTOR * size)];
    const ratio =
      cheapest(() => parse(large), 3) /
      Math.max(
        cheapest(() => parse(small), 5),
        FLOOR_MS,
      );
    expect(ratio).toBeLessThan(MAX_RATIO);
  });
});

/** Below this the count says nothing: what is cheaper counts as this much. */
const FLOOR_MS = 0.5;

/** The least processor time of some runs, milliseconds: what else the machine does is not counted, what this process does adds to it. */
function cheapest(run: () => unknown, times: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const start = process.cpuUsage();
    try {
      run();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}
