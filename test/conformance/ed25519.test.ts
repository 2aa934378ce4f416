/**
 * Ed25519 edge cases from outside: for each vector the pure verifier and Node's give the verdict of the strict rule.
 * Speccheck and CCTV store no verdict; ours follows from the rule in `src/core/crypto/ed25519.ts`.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeHex, encodeHex } from '../../src/core/bytes/hex.ts';
import { sha256 } from '../../src/core/bytes/sha256.ts';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { verifyEd25519 } from '../../src/core/crypto/ed25519.ts';
import { formatSpki, type PublicKey, parseSpki } from '../../src/core/crypto/spki.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { inputError } from '../_util/input-error.ts';
import { sharedPath } from '../_util/shared.ts';

const node = createNodeVerifier({ maxKeys: 16 });

/** A key as `parseSpki` gives it, but without its checks: the rule must hold for keys that were never enrolled, too. */
function uncheckedKey(point: Uint8Array): PublicKey {
  const spki = formatSpki('ed25519', point);
  return { algorithm: 'ed25519', spki, point, keyId: encodeHex(sha256(spki)) };
}

/** The verdict that all three ways of verifying agree on; an error where they do not. */
async function agreedVerdict(point: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const key = uncheckedKey(point);
  const pure = verifyEd25519(point, message, signature);
  expect({ sync: node.verifySync(key, message, signature), pool: await node.verify(key, message, signature) }).toEqual({
    sync: pure,
    pool: pure,
  });
  return pure;
}

const speccheck = sharedPath('vectors', 'ed25519', 'cases.json');

describe.skipIf(!speccheck)('ed25519-speccheck', () => {
  const cases: { message: string; pub_key: string; signature: string }[] = speccheck
    ? JSON.parse(readFileSync(speccheck, 'utf8'))
    : [];

  it('has the pattern of strict dalek and libsodium in every verifier', async () => {
    let pattern = '';
    for (const { message, pub_key, signature } of cases) {
      const isValid = await agreedVerdict(decodeHex(pub_key), decodeHex(message), decodeHex(signature));
      pattern += isValid ? 'V' : 'X';
    }
    expect(pattern).toBe('XXXVXXXXXXXX');
  });

  it('lets a key be enrolled only where it is honest (cases 6 and 7 craft S alone), so case 3 is refused too', () => {
    const enrollable = cases.filter(({ pub_key }) => {
      try {
        parseSpki(formatSpki('ed25519', decodeHex(pub_key)));
        return true;
      } catch (error) {
        expect(error).toEqual(inputError('bad-public-key'));
        return false;
      }
    });
    expect(enrollable.map((vector) => cases.indexOf(vector))).toEqual([6, 7]);
  });
});

const cctv = sharedPath('vectors', 'ed25519', 'cctv', 'ed25519vectors.json');

describe.skipIf(!cctv)('C2SP CCTV ed25519vectors', () => {
  const vectors: { number: number; key: string; sig: string; msg: string; flags: string[] | null }[] = cctv
    ? JSON.parse(readFileSync(cctv, 'utf8'))
    : [];
  const REFUSED = ['non_canonical_A', 'non_canonical_R', 'low_order_A', 'low_order_R', 'low_order_residue'];

  it('gives the strict verdict on all 914 vectors in every verifier', async () => {
    const wrong: number[] = [];
    for (const { number, key, sig, msg, flags } of vectors) {
      const expected = !(flags ?? []).some((flag) => REFUSED.includes(flag));
      if ((await agreedVerdict(decodeHex(key), encodeUtf8(msg), decodeHex(sig))) !== expected) wrong.push(number);
    }
    expect(wrong).toEqual([]);
    expect(vectors).toHaveLength(914);
  });
});

const wycheproof = sharedPath('vectors', 'ed25519', 'wycheproof', 'ed25519_test.json');

describe.skipIf(!wycheproof)('Wycheproof Ed25519', () => {
  interface Group {
    publicKeyDer: string;
    tests: { tcId: number; msg: string; sig: string; result: string }[];
  }
  const groups: Group[] = wycheproof ? JSON.parse(readFileSync(wycheproof, 'utf8')).testGroups : [];

  it('gives the verdict of the file on all 151 vectors in every verifier', async () => {
    const wrong: number[] = [];
    let count = 0;
    for (const { publicKeyDer, tests } of groups) {
      const { point } = parseSpki(decodeHex(publicKeyDer));
      for (const { tcId, msg, sig, result } of tests) {
        count++;
        if ((await agreedVerdict(point, decodeHex(msg), decodeHex(sig))) !== (result === 'valid')) wrong.push(tcId);
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBe(151);
  });
});
