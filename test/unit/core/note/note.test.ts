import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../../src/core/bytes/base64.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import {
  formatNote,
  formatSignatureLine,
  isKeyName,
  MAX_NOTE_BYTES,
  type Note,
  parseNote,
  parseSignatureLine,
} from '../../../../src/core/note/note.ts';
import { inputError } from '../../../_util/input-error.ts';

const BLOB = encodeBase64(Uint8Array.of(1, 2, 3, 4, 5));
const LINE = `— example.com/k ${BLOB}\n`;
const GOOD = `text\n\n${LINE}`;

const name = fc
  .string({ minLength: 1, unit: fc.constantFrom('a', 'Z', '0', '.', '/', '—', 'é', '🂡', '=') })
  .filter((text) => text !== '');
const signature = fc.record({
  name,
  keyId: fc.stringMatching(/^[0-9a-f]{8}$/),
  signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
});
const note: fc.Arbitrary<Note> = fc.record({
  text: fc
    .array(fc.constantFrom('', '— x AAAA', 'line', 'é\u007f', '\ufeff'), { minLength: 1 })
    .map((l) => `${l.join('\n')}\n`),
  signatures: fc.array(signature, { minLength: 1, maxLength: 5 }),
});

describe('parseNote', () => {
  it('is the inverse of formatNote, for strings and bytes', () => {
    fc.assert(
      fc.property(note, (original) => {
        const formatted = formatNote(original);
        expect(parseNote(formatted)).toEqual(original);
        expect(parseNote(encodeUtf8(formatted))).toEqual(original);
      }),
    );
  });

  it('accepts only its own spelling: what it accepts, formatNote writes back byte for byte', () => {
    fc.assert(
      fc.property(
        fc.nat(GOOD.length - 1),
        fc.constantFrom('\n', ' ', '+', '=', '—', 'A', '\u00a0', '\r'),
        (at, char) => {
          for (const mutated of [
            GOOD.slice(0, at) + char + GOOD.slice(at),
            GOOD.slice(0, at) + char + GOOD.slice(at + 1),
          ]) {
            try {
              expect(formatNote(parseNote(mutated))).toBe(mutated);
            } catch (error) {
              expect(error).toMatchObject({ name: 'InputError' });
            }
          }
        },
      ),
    );
  });

  it('splits at the last empty line', () => {
    expect(parseNote(`a\n\n— b c\n\n${LINE}`).text).toBe('a\n\n— b c\n');
    expect(parseNote(`a\n\n\n${LINE}`).text).toBe('a\n\n');
    expect(parseNote(`\n\n${LINE}`).text).toBe('\n');
  });

  it.each([
    ['nothing', ''],
    ['an empty line only', '\n'],
    ['text without signatures', 'text\n'],
    ['an empty line without signatures', 'text\n\n'],
    ['no empty line', `text\n${LINE}`],
    ['no text', `\n${LINE}`],
    ['the last line cut off', GOOD.slice(0, -1)],
    ['something after the signatures', `${GOOD}more\n`],
    ['an empty line after the signatures', `${GOOD}\n`],
    ['something between signatures', `${GOOD}x\n${LINE}`],
    ['a hyphen for the dash', GOOD.replace('—', '-')],
    ['an en dash', GOOD.replace('—', '–')],
    ['two dashes', GOOD.replace('— ', '—— ')],
    ['no space after the dash', GOOD.replace('— ', '—')],
    ['two spaces after the dash', GOOD.replace('— ', '—  ')],
    ['no name', GOOD.replace('example.com/k ', '')],
    ['an empty name', GOOD.replace('example.com/k', '')],
    ['a plus in the name', GOOD.replace('com', 'c+m')],
    ['a no-break space in the name', GOOD.replace('com', 'c\u00a0m')],
    ['an ideographic space in the name', GOOD.replace('com', 'c\u3000m')],
    ['no signature', GOOD.replace(` ${BLOB}`, '')],
    ['a key ID and no signature', GOOD.replace(BLOB, 'AAAAAA==')],
    ['a tab in the text', `a\t${GOOD}`],
    ['a carriage return', GOOD.replaceAll('\n', '\r\n')],
    ['a null', `\0${GOOD}`],
    ['a control character in the name', GOOD.replace('com', 'c\u001fm')],
    ['101 signatures', `text\n\n${LINE.repeat(101)}`],
    ['more than the largest size', `${'x'.repeat(MAX_NOTE_BYTES)}${GOOD}`],
  ])('refuses %s', (_, malformed) => {
    expect(() => parseNote(malformed)).toThrow(inputError('bad-note'));
    expect(() => parseNote(encodeUtf8(malformed))).toThrow(inputError('bad-note'));
  });

  it.each([
    ['two spaces before it', GOOD.replace(' AQ', '  AQ')],
    ['a space after it', GOOD.replace('BAU=', 'BAU= ')],
    ['no padding', GOOD.replace('=', '')],
    ['the URL alphabet', GOOD.replace(BLOB, '-_-_-_-_')],
    ['bits after the last byte', GOOD.replace(BLOB, 'AQIDBAV=')],
  ])('refuses base64 with %s', (_, malformed) => {
    expect(() => parseNote(malformed)).toThrow(inputError('bad-base64'));
  });

  it('refuses what is not UTF-8, as bytes and as a string', () => {
    expect(() => parseNote(Uint8Array.of(0xff, ...encodeUtf8(GOOD)))).toThrow(inputError('bad-utf8'));
    expect(() => parseNote(`\ud800${GOOD}`)).toThrow(inputError('bad-utf8'));
  });

  it('takes 100 signatures and names of any length', () => {
    expect(parseNote(`text\n\n${LINE.repeat(100)}`).signatures).toHaveLength(100);
    expect(parseNote(GOOD.replace('com', 'x'.repeat(5000))).signatures[0]?.name).toHaveLength(5010);
  });

  it('throws nothing but InputError for arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(() => parseNote(bytes)).toThrow(expect.objectContaining({ name: 'InputError' }));
      }),
    );
  });
});

describe('formatNote', () => {
  it.each([
    [
      'text without a final newline',
      { text: 'x', signatures: [{ name: 'a', keyId: '00000000', signature: Uint8Array.of(1) }] },
    ],
    [
      'a name with a space',
      { text: 'x\n', signatures: [{ name: 'a b', keyId: '00000000', signature: Uint8Array.of(1) }] },
    ],
    [
      'signature lines smuggled into a text without its newline',
      { text: `x\n\n${LINE.trimEnd()}`, signatures: [{ name: 'a', keyId: '00000000', signature: Uint8Array.of(1) }] },
    ],
    ['no signatures', { text: 'x\n', signatures: [] }],
    [
      'an empty signature',
      { text: 'x\n', signatures: [{ name: 'a', keyId: '00000000', signature: new Uint8Array() }] },
    ],
    [
      'a line smuggled into a name',
      { text: 'x\n', signatures: [{ name: 'a AAAAAAA=\n— b', keyId: '00000000', signature: Uint8Array.of(1) }] },
    ],
  ])('refuses %s', (_, bad) => {
    expect(() => formatNote(bad)).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it('refuses a key ID that is not 8 hex digits', () => {
    const signatures = [{ name: 'a', keyId: 'ABCDEF01', signature: Uint8Array.of(1) }];
    expect(() => formatNote({ text: 'x\n', signatures })).toThrow(inputError('bad-hex'));
  });
});

describe('parseSignatureLine', () => {
  it('is the inverse of formatSignatureLine', () => {
    fc.assert(
      fc.property(signature, (original) => {
        expect(parseSignatureLine(formatSignatureLine(original))).toEqual(original);
      }),
    );
  });

  it.each([
    ['two lines', LINE + LINE],
    ['no newline', LINE.slice(0, -1)],
    ['an empty line', '\n'],
    ['nothing', ''],
  ])('refuses %s', (_, line) => {
    expect(() => parseSignatureLine(line)).toThrow(expect.objectContaining({ name: 'InputError' }));
  });
});

describe('isKeyName', () => {
  it.each(['', ' ', 'a b', 'a+b', 'a\tb', 'a\u0085b', 'a\u2028b', 'a\u0001b', '\ud800'])('refuses %j', (bad) => {
    expect(isKeyName(bad)).toBe(false);
  });

  it.each(['a', 'example.com/log', '—', '로그', 'a\u200bb', 'a\u007fb'])('accepts %j', (good) => {
    expect(isKeyName(good)).toBe(true);
  });
});
