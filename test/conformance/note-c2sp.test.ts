/**
 * Notes, keys and cosignatures that others made:
 *
 * - C2SP signed-note.md, tlog-checkpoint.md, tlog-cosignature.md and tlog-proof.md at 5ba5ee8 (CC BY 4.0): the examples
 * - golang/mod sumdb/note/note_test.go at 02c9913 (BSD-3-Clause): keys and signatures of PeterNeumann and EnochRoot
 * - FiloSottile/sunlight cmd/skylight/testdata at f50dfb8 (ISC): a witness's cosignature, made by another implementation
 */
import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../src/core/bytes/base64.ts';
import { concatBytes } from '../../src/core/bytes/bytes.ts';
import { decodeHex } from '../../src/core/bytes/hex.ts';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { formatCheckpoint, parseCheckpoint } from '../../src/core/note/checkpoint.ts';
import { encodeCosignatureMessage } from '../../src/core/note/cosignature.ts';
import { formatNote, parseNote } from '../../src/core/note/note.ts';
import { openNote } from '../../src/core/note/open.ts';
import { signNote } from '../../src/core/note/sign.ts';
import { COSIGNATURE_ED25519, formatVkey, NOTE_ED25519, parseVkey } from '../../src/core/note/vkey.ts';
import { PrivateKey } from '../../src/node/crypto/keys.ts';
import { createNoteSigner } from '../../src/node/crypto/note-signer.ts';
import { inputError } from '../_util/input-error.ts';

describe('C2SP signed-note', () => {
  const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const note = [
    'This is an example message.',
    '',
    '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=',
    '',
  ].join('\n');

  it('reproduces the key ID of the example key', () => {
    const key = parseVkey(vkey);
    expect(key).toMatchObject({ name: 'example.com/foo', keyId: '530d903a', type: NOTE_ED25519 });
    expect(formatVkey(key)).toBe(vkey);
  });

  it('opens the example note', () => {
    const parsed = parseNote(note);
    expect(parsed.text).toBe('This is an example message.\n');
    expect(openNote(parsed, [parseVkey(vkey)]).verified).toHaveLength(1);
    expect(formatNote(parsed)).toBe(note);
  });

  it('splits a poem with an empty line at the last one', () => {
    const poem = [
      'Ognuno sta solo sul cuor della terra',
      'trafitto da un raggio di sole:',
      '',
      'ed è subito sera.',
      '',
      '— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=',
      '',
    ].join('\n');
    const { text, signatures } = parseNote(encodeUtf8(poem));
    expect(text.endsWith('sole:\n\ned è subito sera.\n')).toBe(true);
    expect(signatures).toMatchObject([{ name: 'quasimodo.example/salvatore', keyId: '367ba04b' }]);
  });
});

describe('golang/mod sumdb/note', () => {
  const peter = parseVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const enoch = parseVkey('EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop');
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const peterLine =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  const enochLine =
    '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';
  const note = parseNote(`${text}\n${peterLine}${enochLine}`);

  it('signs the same bytes with the same key', () => {
    const secret = decodeBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz').subarray(1);
    const pkcs8 = concatBytes(decodeHex('302e020100300506032b657004220420'), secret);
    const key = new PrivateKey(createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }));
    const signer = createNoteSigner('PeterNeumann', NOTE_ED25519, key);
    expect(formatVkey(signer.verifierKey)).toBe(formatVkey(peter));
    expect(signNote(text, [signer])).toBe(`${text}\n${peterLine}`);
  });

  it('verifies known keys and reports the others', () => {
    expect(openNote(note, [peter, enoch])).toMatchObject({
      verified: [{ key: { name: 'PeterNeumann' } }, { key: { name: 'EnochRoot' } }],
      ignored: [],
    });
    expect(openNote(note, [peter])).toMatchObject({
      verified: [{ key: { name: 'PeterNeumann' } }],
      ignored: [{ name: 'EnochRoot', keyId: 'af0cfe78' }],
    });
    expect(() => openNote(note, [])).toThrow(inputError('unverified-note'));
  });

  it('rejects a signature with bytes inserted', () => {
    const broken = parseNote(`${text}\n${peterLine.slice(0, 60)}ABCD${peterLine.slice(60)}`);
    expect(() => openNote(broken, [peter])).toThrow(inputError('bad-note-signature'));
  });

  it('rejects the malformed notes of its table', () => {
    const bad = [
      text,
      `${text}\n`,
      `${text}\n${peterLine.slice(0, -1)}`,
      `\x01${text}\n${peterLine}`,
      `${text}\n${peterLine.replace('PeterNeumann', 'Bad Name')}`,
      `${text}\n${peterLine}Unexpected line.\n`,
      `${text}\n${peterLine.repeat(101)}`,
    ];
    for (const malformed of bad) expect(() => parseNote(malformed)).toThrow(/^note/);
    const notUtf8 = concatBytes(Uint8Array.of(0xff), encodeUtf8(`${text}\n${peterLine}`));
    expect(() => parseNote(notUtf8)).toThrow(inputError('bad-utf8'));
    expect(parseNote(`${text}\n${peterLine.repeat(100)}`).signatures).toHaveLength(100);
  });

  const vkey = formatVkey(peter);

  it('rejects every proper substring of a vkey', () => {
    for (let start = 0; start <= vkey.length; start++) {
      for (let end = start + 1; end <= vkey.length; end++) {
        if (end - start === vkey.length) continue;
        expect(() => parseVkey(vkey.slice(start, end))).toThrow(expect.objectContaining({ name: 'InputError' }));
      }
    }
  });

  it('rejects every single character of a vkey changed, in either direction', () => {
    for (let i = 0; i < vkey.length; i++) {
      for (const step of [-1, 1, 32]) {
        const changed = vkey.slice(0, i) + String.fromCharCode(vkey.charCodeAt(i) + step) + vkey.slice(i + 1);
        expect(() => parseVkey(changed), changed).toThrow(expect.objectContaining({ name: 'InputError' }));
      }
    }
  });

  it.each([
    ['a key of the wrong length', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['an unknown type', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
  ])('rejects %s with a matching key ID', (_, bad) => {
    expect(() => parseVkey(bad)).toThrow(expect.objectContaining({ name: 'InputError' }));
  });
});

describe('C2SP tlog-checkpoint and tlog-cosignature', () => {
  const note = [
    'example.com/behind-the-sofa',
    '20852163',
    'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
    '',
    '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=',
    '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==',
    '',
  ].join('\n');

  it('reads the example checkpoint, and the message that its cosigner signed', () => {
    const { text, signatures } = parseNote(note);
    const checkpoint = parseCheckpoint(text);
    expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163, extensions: [] });
    expect(formatCheckpoint(checkpoint)).toBe(text);
    expect(signatures[1]?.signature).toHaveLength(72);
    expect(encodeCosignatureMessage(text, 1_679_315_147)).toEqual(
      encodeUtf8(`cosignature/v1\ntime 1679315147\n${text}`),
    );
  });
});

describe('Sunlight', () => {
  const witness = parseVkey('witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN');
  const note = parseNote(
    [
      'rome2026h1.example.org',
      '300',
      'lCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=',
      '',
      '— rome2026h1.example.org kVB1JgAAAZtxtEwABAMARzBFAiEAi+mTa2xjL1IdWpH82OeciGsGvwRAP+f1WkfKaSZCfFECIHoNPZ/Q3y6UNzvKOO9cuLr6V16vPNfhwhle9f6r5H/Z',
      '— witness.example.org uKLPIAAAAABpVGeAhm2bOvKc3LaB9PFN1ruG19Y5yqslmcAAbhftnn1Zznmo0LXFZq4LGvqKqLX8jWlwLKasxEGTLIqAVusneCBmBw==',
      '',
    ].join('\n'),
  );

  it("verifies another implementation's cosignature, and ignores the log's signature of type 0x05", () => {
    expect(witness.type).toBe(COSIGNATURE_ED25519);
    expect(openNote(note, [witness])).toMatchObject({
      verified: [{ key: witness, timestampSeconds: Date.UTC(2025, 11, 31) / 1000 }],
      ignored: [{ name: 'rome2026h1.example.org' }],
    });
  });
});
