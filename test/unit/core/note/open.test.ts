import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../../../src/core/bytes/base64.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { verifySignature } from '../../../../src/core/crypto/verify.ts';
import { signCosignature } from '../../../../src/core/note/cosignature.ts';
import { formatNote, formatSignatureLine, parseNote } from '../../../../src/core/note/note.ts';
import { openNote } from '../../../../src/core/note/open.ts';
import { signNote } from '../../../../src/core/note/sign.ts';
import { COSIGNATURE_ML_DSA_44, type MlDsaVerifierKey } from '../../../../src/core/note/vkey.ts';
import { inputError } from '../../../_util/input-error.ts';
import { createLog, createWitness } from '../../../_util/signers.ts';

const TEXT = 'example.com/log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const log = createLog('example.com/log');
const other = createLog('other.example/log');
const witness = createWitness('witness.example/w1');
const cosignature = signCosignature(TEXT, 1_700_000_000, witness);
const note = parseNote(signNote(TEXT, [log, other]) + formatSignatureLine(cosignature));
const mlDsa: MlDsaVerifierKey = {
  name: 'pq.example',
  keyId: '01020304',
  type: COSIGNATURE_ML_DSA_44,
  material: new Uint8Array(1312),
};

describe('openNote', () => {
  it('verifies every known key and reports the rest', () => {
    const opened = openNote(note, [witness.verifierKey, log.verifierKey]);
    expect(opened.verified).toEqual([
      { key: log.verifierKey, timestampSeconds: undefined },
      { key: witness.verifierKey, timestampSeconds: 1_700_000_000 },
    ]);
    expect(opened.ignored).toEqual([note.signatures[1]]);
    expect(opened.unsupported).toEqual([]);
  });

  it('uses the verifier it is given', () => {
    const asked: string[] = [];
    openNote(note, [log.verifierKey, witness.verifierKey], (key, message, signature) => {
      asked.push(key.keyId);
      return verifySignature(key, message, signature);
    });
    expect(asked).toEqual([log, witness].map(({ verifierKey }) => verifierKey.key.keyId));
    expect(() => openNote(note, [log.verifierKey], () => false)).toThrow(inputError('bad-note-signature'));
  });

  it('rejects the whole note when one known key fails, though another verifies', () => {
    const [first, second, third] = note.signatures;
    if (!first || !second || !third) throw new Error('the note has three signatures');
    const forged = { ...third, signature: Uint8Array.from(third.signature).fill(0, 40) };
    const keys = [log.verifierKey, witness.verifierKey];
    expect(() => openNote({ ...note, signatures: [first, forged] }, keys)).toThrow(inputError('bad-note-signature'));
    // Also when the same key stands twice and only the second is forged.
    expect(() => openNote({ ...note, signatures: [third, forged] }, keys)).toThrow(inputError('bad-note-signature'));
    // The type comes from the known key, not from the length: a note signature in a cosigner's place fails.
    const misplaced = { ...third, signature: first.signature };
    expect(() => openNote({ ...note, signatures: [first, misplaced] }, keys)).toThrow(inputError('bad-note-signature'));
  });

  it('ignores a signature that shares only the name or only the ID with a known key', () => {
    const [first] = note.signatures;
    if (!first) throw new Error('the note has signatures');
    const sharesId = { ...first, name: 'elsewhere', signature: Uint8Array.of(1) };
    const sharesName = { ...first, keyId: '00000000', signature: Uint8Array.of(1) };
    const opened = openNote({ ...note, signatures: [sharesId, first, sharesName] }, [log.verifierKey]);
    expect(opened.ignored).toEqual([sharesId, sharesName]);
    expect(() => openNote({ ...note, signatures: [sharesId, sharesName] }, [log.verifierKey])).toThrow(
      inputError('unverified-note'),
    );
  });

  it('I9: reports a known key of an unsupported type, and never counts it as verified', () => {
    const pq = { name: mlDsa.name, keyId: mlDsa.keyId, signature: new Uint8Array(2428) };
    const [first] = note.signatures;
    if (!first) throw new Error('the note has signatures');
    const opened = openNote({ ...note, signatures: [pq, first] }, [mlDsa, log.verifierKey]);
    expect(opened).toMatchObject({ unsupported: [mlDsa], verified: [{ key: log.verifierKey }], ignored: [] });
    expect(() => openNote({ ...note, signatures: [pq] }, [mlDsa, log.verifierKey])).toThrow(
      inputError('unverified-note'),
    );
  });

  it('refuses keys that it could not tell apart', () => {
    expect(() => openNote(note, [log.verifierKey, { ...other.verifierKey, name: log.name, keyId: log.keyId }])).toThrow(
      inputError('bad-vkey'),
    );
  });

  it('opens no note of which any byte was changed', () => {
    const signed = encodeUtf8(signNote(TEXT, [log]));
    for (let i = 0; i < signed.length; i++) {
      for (const mask of [0x01, 0x20, 0x80]) {
        const changed = Uint8Array.from(signed);
        changed[i] = (changed[i] ?? 0) ^ mask;
        expect(() => openNote(parseNote(changed), [log.verifierKey]), `byte ${i}`).toThrow(
          expect.objectContaining({ name: 'InputError' }),
        );
      }
    }
  });
});

describe('signNote', () => {
  it('works with signers that are objects with methods', () => {
    class Signer {
      readonly name = log.name;
      readonly keyId = log.keyId;
      sign(message: Uint8Array): Uint8Array {
        return log.sign(message);
      }
    }
    expect(openNote(parseNote(signNote(TEXT, [new Signer()])), [log.verifierKey]).verified).toHaveLength(1);
  });

  it('makes a signature that depends on the text alone, and on nothing after it', () => {
    const [signature] = parseNote(signNote(TEXT, [log])).signatures;
    expect(signature?.signature).toEqual(log.sign(encodeUtf8(TEXT)));
    const blob = decodeBase64(signNote(TEXT, [log]).trimEnd().split(' ').at(-1) ?? '');
    expect(encodeBase64(blob.subarray(4))).toBe(encodeBase64(log.sign(encodeUtf8(TEXT))));
  });

  it('refuses a text that is no text of a note', () => {
    for (const bad of ['', 'no newline', 'tab\t\n', '\r\n']) {
      expect(() => signNote(bad, [log])).toThrow(inputError('bad-note'));
    }
    expect(() => signNote(TEXT, [])).toThrow(inputError('bad-note'));
  });

  it('lets signatures be added to a note, as from witnesses', () => {
    const alone = parseNote(signNote(TEXT, [log]));
    const cosigned = formatNote({ ...alone, signatures: [...alone.signatures, cosignature] });
    expect(openNote(parseNote(cosigned), [witness.verifierKey]).verified).toHaveLength(1);
  });
});
