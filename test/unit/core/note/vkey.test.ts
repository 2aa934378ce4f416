import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../../src/core/bytes/base64.ts';
import { concatBytes } from '../../../../src/core/bytes/bytes.ts';
import { encodeHex } from '../../../../src/core/bytes/hex.ts';
import { sha256 } from '../../../../src/core/bytes/sha256.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import {
  COSIGNATURE_ED25519,
  COSIGNATURE_ML_DSA_44,
  createVerifierKey,
  formatVkey,
  NOTE_ED25519,
  parseVkey,
} from '../../../../src/core/note/vkey.ts';
import { generateKeyPair } from '../../../../src/node/crypto/keys.ts';
import { inputError } from '../../../_util/input-error.ts';

/** A vkey with a fitting key ID, written straight from the specification, whatever the parts. */
function spell(name: string, typeAndKey: Uint8Array): string {
  const id = encodeHex(sha256(concatBytes(encodeUtf8(`${name}\n`), typeAndKey)).subarray(0, 4));
  return `${name}+${id}+${encodeBase64(typeAndKey)}`;
}

const { publicKey } = generateKeyPair('ed25519');
const typed = (type: number, key: Uint8Array) => concatBytes(Uint8Array.of(type), key);

describe('parseVkey', () => {
  it.each([NOTE_ED25519, COSIGNATURE_ED25519] as const)(
    'is the inverse of formatVkey for Ed25519 keys, type %i',
    (type) => {
      fc.assert(
        fc.property(fc.stringMatching(/^[a-z0-9./—가]{1,60}$/u), (name) => {
          const key = createVerifierKey(name, type, publicKey);
          expect(formatVkey(key)).toBe(spell(name, typed(type, publicKey.point)));
          expect(parseVkey(formatVkey(key))).toEqual(key);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('reads base64 with a plus in it, as every third key has', () => {
    const withPlus = Array.from({ length: 200 }, () => generateKeyPair('ed25519').publicKey).find(({ point }) =>
      encodeBase64(typed(NOTE_ED25519, point)).includes('+'),
    );
    const vkey = spell('example.com/log', typed(NOTE_ED25519, withPlus?.point ?? new Uint8Array()));
    expect(vkey.split('+').length).toBeGreaterThan(3);
    expect(formatVkey(parseVkey(vkey))).toBe(vkey);
  });

  it('reads an ML-DSA-44 key, which it cannot verify with', () => {
    const material = new Uint8Array(1312).fill(7);
    const vkey = spell('witness.example', typed(COSIGNATURE_ML_DSA_44, material));
    const key = parseVkey(vkey);
    expect(key).toMatchObject({ name: 'witness.example', type: COSIGNATURE_ML_DSA_44, material });
    expect('key' in key).toBe(false);
    expect(formatVkey(key)).toBe(vkey);
  });

  it('gives one key two IDs in its two roles', () => {
    const ids = [NOTE_ED25519, COSIGNATURE_ED25519].map((type) =>
      parseVkey(spell('example.com/log', typed(type, publicKey.point))),
    );
    expect(new Set(ids.map(({ keyId }) => keyId)).size).toBe(2);
  });

  const smallOrder = new Uint8Array(32).fill(0);
  it.each([
    ['a key of small order', spell('a', typed(NOTE_ED25519, smallOrder)), 'bad-public-key'],
    ['a key of 31 bytes', spell('a', typed(NOTE_ED25519, publicKey.point.subarray(1))), 'bad-public-key'],
    [
      'a key of 33 bytes',
      spell('a', typed(NOTE_ED25519, concatBytes(publicKey.point, Uint8Array.of(0)))),
      'bad-public-key',
    ],
    ['no key', spell('a', Uint8Array.of(NOTE_ED25519)), 'bad-public-key'],
    ['no type', spell('a', new Uint8Array()), 'bad-vkey'],
    ['the legacy ECDSA type', spell('a', typed(0x02, publicKey.spki)), 'bad-vkey'],
    ['the RFC 6962 type', spell('a', typed(0x05, publicKey.point)), 'bad-vkey'],
    ['a private type', spell('a', typed(0xff, publicKey.point)), 'bad-vkey'],
    ['an ML-DSA-44 key cut off', spell('a', typed(COSIGNATURE_ML_DSA_44, new Uint8Array(1311))), 'bad-vkey'],
    ['a name with a space', spell('a b', typed(NOTE_ED25519, publicKey.point)), 'bad-vkey'],
    ['an empty name', spell('', typed(NOTE_ED25519, publicKey.point)), 'bad-vkey'],
    ['a name of 256 bytes', spell('é'.repeat(128), typed(NOTE_ED25519, publicKey.point)), 'bad-vkey'],
    ['an upper-case key ID', 'PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'bad-vkey'],
    ['another key ID', `a+00000000+${encodeBase64(typed(NOTE_ED25519, publicKey.point))}`, 'bad-vkey'],
    ['two parts', 'a+00000000', 'bad-vkey'],
    ['a newline at the end', `${spell('a', typed(NOTE_ED25519, publicKey.point))}\n`, 'bad-base64'],
    ['nothing', '', 'bad-vkey'],
  ] as const)('refuses %s', (_, vkey, code) => {
    expect(() => parseVkey(vkey)).toThrow(inputError(code));
  });

  it('takes a name of 255 bytes', () => {
    const vkey = spell('x'.repeat(255), typed(NOTE_ED25519, publicKey.point));
    expect(parseVkey(vkey).name).toHaveLength(255);
  });
});

describe('createVerifierKey', () => {
  it('refuses keys that are not Ed25519, and bad names', () => {
    const ecdsa = generateKeyPair('ecdsa-p256').publicKey;
    expect(() => createVerifierKey('a', NOTE_ED25519, ecdsa)).toThrow(inputError('bad-vkey'));
    expect(() => createVerifierKey('a+b', NOTE_ED25519, publicKey)).toThrow(inputError('bad-vkey'));
  });
});
