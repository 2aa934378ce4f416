import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../../src/core/bytes/base64.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { parseNote } from '../../../../src/core/note/note.ts';
import { formatTlogProof, parseTlogProof } from '../../../../src/core/note/proof.ts';
import { signNote } from '../../../../src/core/note/sign.ts';
import { inputError } from '../../../_util/input-error.ts';
import { createLog } from '../../../_util/signers.ts';

const HASH = 'gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=';
const NOTE = signNote(`example.com/log\n2\n${HASH}\n`, [createLog('example.com/log')]);
const GOOD = `c2sp.org/tlog-proof@v1\nindex 0\n${HASH}\n\n${NOTE}`;

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('parseTlogProof', () => {
  it('is the inverse of formatTlogProof, for strings and bytes, with 0 to 63 hashes', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.array(hash, { maxLength: 63 }), (index, hashes) => {
        const proof = { index, hashes, note: parseNote(NOTE) };
        const text = formatTlogProof(proof);
        expect(parseTlogProof(text)).toEqual(proof);
        expect(parseTlogProof(encodeUtf8(text))).toEqual(proof);
      }),
      { numRuns: 50 },
    );
    expect(formatTlogProof(parseTlogProof(GOOD))).toBe(GOOD);
  });

  it('keeps a note whose text has empty lines', () => {
    const odd = signNote('a\n\nb\n', [createLog('example.com/log')]);
    expect(parseTlogProof(`c2sp.org/tlog-proof@v1\nindex 0\n\n${odd}`).note.text).toBe('a\n\nb\n');
  });

  it.each([
    ['nothing', '', 'bad-tlog-proof'],
    ['a note alone', NOTE, 'bad-tlog-proof'],
    ['another version', GOOD.replace('@v1', '@v2'), 'bad-tlog-proof'],
    ['a blank after the header', GOOD.replace('@v1', '@v1 '), 'bad-tlog-proof'],
    ['carriage returns', GOOD.replaceAll('\n', '\r\n'), 'bad-tlog-proof'],
    ['extra data, which nothing authenticates', GOOD.replace('index', 'extra AAAA\nindex'), 'bad-tlog-proof'],
    ['empty extra data', GOOD.replace('index', 'extra \nindex'), 'bad-tlog-proof'],
    ['extra data after the index', GOOD.replace('index 0\n', 'index 0\nextra AAAA\n'), 'bad-base64'],
    ['no index', GOOD.replace('index 0\n', ''), 'bad-tlog-proof'],
    ['an upper-case keyword', GOOD.replace('index', 'Index'), 'bad-tlog-proof'],
    ['a second index', GOOD.replace('index 0\n', 'index 0\nindex 0\n'), 'bad-base64'],
    ['a leading zero', GOOD.replace('index 0', 'index 00'), 'bad-integer'],
    ['a negative index', GOOD.replace('index 0', 'index -1'), 'bad-integer'],
    ['an index beyond 2^53 - 1', GOOD.replace('index 0', 'index 9007199254740992'), 'bad-integer'],
    ['a blank after the index', GOOD.replace('index 0', 'index 0 '), 'bad-integer'],
    ['a hash of 31 bytes', GOOD.replace(HASH, encodeBase64(new Uint8Array(31))), 'bad-base64'],
    ['a hash without padding', GOOD.replace('lQ=\n\n', 'lQ\n\n'), 'bad-base64'],
    ['64 hashes', GOOD.replace(`${HASH}\n`, `${HASH}\n`.repeat(64)), 'bad-tlog-proof'],
    ['no empty line', GOOD.replace('\n\n', '\n').replace('\n\n', '\n'), 'bad-tlog-proof'],
    ['the last line cut off', GOOD.slice(0, -1), 'bad-note'],
    ['something after the note', `${GOOD}x\n`, 'bad-note'],
    ['too many bytes', `${GOOD}${'x'.repeat(1_100_000)}`, 'bad-tlog-proof'],
  ] as const)('refuses %s', (_, text, code) => {
    expect(() => parseTlogProof(text)).toThrow(inputError(code));
  });

  it('leaves further empty lines in the text of the note, which is then not what was signed', () => {
    const { note } = parseTlogProof(GOOD.replace('\n\n', '\n\n\n\n'));
    expect(note.text.startsWith('\n\nexample.com/log\n')).toBe(true);
  });

  it('refuses what is not UTF-8', () => {
    expect(() => parseTlogProof(Uint8Array.of(0xff))).toThrow(inputError('bad-utf8'));
  });
});

describe('formatTlogProof', () => {
  const note = parseNote(NOTE);
  it('refuses what could not be parsed again', () => {
    const many = Array.from({ length: 64 }, () => new Uint8Array(32));
    expect(() => formatTlogProof({ index: 0, hashes: many, note })).toThrow(inputError('bad-tlog-proof'));
    expect(() => formatTlogProof({ index: 0, hashes: [new Uint8Array(31)], note })).toThrow(
      inputError('bad-tlog-proof'),
    );
    expect(() => formatTlogProof({ index: -1, hashes: [], note })).toThrow(inputError('bad-integer'));
    expect(() => formatTlogProof({ index: 0, hashes: [], note: { ...note, signatures: [] } })).toThrow(
      inputError('bad-note'),
    );
  });
});
