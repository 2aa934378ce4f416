/**
 * Changes that an attacker, a bad transfer or an editor makes to a file: each takes bytes and gives others. Numbers say where
 * and what; they are taken modulo what there is, so that fast-check may choose and shrink them freely.
 * @module
 */

/** What a change is told. */
export interface Choice {
  /** Where. */
  readonly at: number;
  /** How much. */
  readonly size: number;
  /** Which of several. */
  readonly pick: number;
}

type Change = (bytes: Buffer, choice: Choice, other: Buffer) => Uint8Array;

const HOSTILE_BYTES = [
  [0x00],
  [0xff],
  [0x0a],
  [0x0d, 0x0a],
  [0x20],
  [0xef, 0xbb, 0xbf], // byte order mark
  [0xed, 0xa0, 0x80], // an encoded lone surrogate
  [0xc0, 0xaf], // overlong
  [0xf4, 0x90, 0x80, 0x80], // above U+10FFFF
  [0xe2, 0x80, 0xae], // right-to-left override
  [0xc2, 0x9b], // CSI
];

const HOSTILE_NUMBERS = [
  '-1',
  '-0',
  '00',
  '+1',
  '1.0',
  '0.5',
  '1e3',
  '1e999',
  '0x10',
  '9007199254740991',
  '9007199254740992',
  '18446744073709551615',
  '18446744073709551616',
  '9'.repeat(400),
  'NaN',
  '１２',
  '٣',
];

/** Levels of nesting that overflow the stack of a careless reader. */
const ABYSS = 20_000;

const place = (bytes: Buffer, at: number): number => at % (bytes.length + 1);
const replaced = (bytes: Buffer, start: number, end: number, put: Uint8Array | string): Uint8Array =>
  Buffer.concat([bytes.subarray(0, start), Buffer.from(put as string), bytes.subarray(end)]);
const chosen = <T>(items: readonly T[], pick: number): T => items[pick % items.length] as T;

/** A span of at most 64 bytes, often a short one. */
function span(bytes: Buffer, { at, size }: Choice): readonly [number, number] {
  const start = place(bytes, at);
  return [start, Math.min(bytes.length, start + 1 + (size % 64))];
}

/** The lines, words or numbers of a text file, with one exchanged, dropped, repeated or replaced. */
function changeParts(bytes: Buffer, { at, size, pick }: Choice, split: RegExp, joint: string): Uint8Array {
  const parts = bytes.toString('latin1').split(split);
  const [i, j] = [at % parts.length, size % parts.length];
  const [a, b] = [parts.at(i) ?? '', parts.at(j) ?? ''];
  if (pick % 3 === 0) parts.splice(i, 1);
  else if (pick % 3 === 1) parts.splice(i, 0, b);
  else {
    parts[i] = b;
    parts[j] = a;
  }
  return Buffer.from(parts.join(joint), 'latin1');
}

const CHANGES: readonly Change[] = [
  // flip
  (bytes, { at, pick }) =>
    Uint8Array.from(bytes, (byte, i) => (i === at % bytes.length ? byte ^ (1 << (pick % 8)) : byte)),
  // set
  (bytes, { at, pick }) => Uint8Array.from(bytes, (byte, i) => (i === at % bytes.length ? pick % 256 : byte)),
  // insert
  (bytes, { at, pick }) =>
    replaced(bytes, place(bytes, at), place(bytes, at), Uint8Array.from(chosen(HOSTILE_BYTES, pick))),
  // delete
  (bytes, choice) => replaced(bytes, ...span(bytes, choice), ''),
  // duplicate
  (bytes, choice) => {
    const [start, end] = span(bytes, choice);
    return replaced(bytes, end, end, bytes.subarray(start, end));
  },
  // splice with another sample
  (bytes, { at, size }, other) =>
    Buffer.concat([bytes.subarray(0, place(bytes, at)), other.subarray(place(other, size))]),
  // truncate
  (bytes, { at }) => bytes.subarray(0, place(bytes, at)),
  // extend
  (bytes, { size, pick }) =>
    Buffer.concat([bytes, Buffer.alloc(1 + (size % 300), chosen([0, 0x0a, 0x20, 0x41, 0xff], pick))]),
  // a length or count at its extremes
  (bytes, { at, size, pick }) => {
    const changed = Buffer.from(bytes);
    const start = at % (bytes.length + 1);
    return changed.fill(
      chosen([0x00, 0xff, 0x7f, 0x80], pick),
      start,
      Math.min(changed.length, start + chosen([1, 2, 4, 8], size)),
    );
  },
  // a number
  (bytes, { at, pick }) => {
    const found = [...bytes.toString('latin1').matchAll(/[0-9]+/g)];
    const match = found[at % Math.max(1, found.length)];
    if (match === undefined) return bytes;
    return replaced(bytes, match.index, match.index + match[0].length, chosen(HOSTILE_NUMBERS, pick));
  },
  (bytes, choice) => changeParts(bytes, choice, /\n/, '\n'),
  (bytes, choice) => changeParts(bytes, choice, / /, ' '),
  (bytes, choice) => changeParts(bytes, choice, /\+/, '+'),
  // other encodings of a text
  (bytes, { pick }) =>
    chosen(
      [
        () => Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n')),
        () => Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r')),
        () => Buffer.concat([Buffer.from('\ufeff'), bytes]),
        () => Buffer.from(bytes.toString('utf8'), 'utf16le'),
        () => Buffer.from(bytes.toString('latin1'), 'utf8'),
        () => Buffer.from(bytes.toString('utf8').normalize('NFD')),
        () => Buffer.from(bytes.toString('utf8').toUpperCase()),
        () => Buffer.from(bytes.toString('base64')),
        () => Buffer.from(bytes.toString('utf8').replaceAll('+', '-').replaceAll('/', '_')),
        () => Buffer.from(bytes.toString('utf8').replaceAll('=', '')),
      ],
      pick,
    )(),
  // deep nesting
  (bytes, { at, pick }) => {
    const [open, close] = chosen(
      [
        ['[', ']'],
        ['{"a":', '}'],
        ['[[', ''],
        ['(', ')'],
      ] as const,
      pick,
    );
    const start = place(bytes, at);
    return replaced(bytes, start, start, `${open.repeat(ABYSS)}0${close.repeat(ABYSS)}`);
  },
];

/** How many kinds of change there are. */
export const BYTE_CHANGES: number = CHANGES.length;

/** Makes change number `kind`. `other` is another valid file, to splice with. */
export function changeBytes(kind: number, bytes: Uint8Array, choice: Choice, other: Uint8Array): Uint8Array {
  const changed = chosen(CHANGES, kind)(Buffer.from(bytes), choice, Buffer.from(other));
  return new Uint8Array(changed);
}
