/**
 * Wycheproof's ECDSA vectors (DER signatures, P-256 with SHA-256 and P-384 with SHA-384): the pure verifier and Node's
 * give the verdict of the file on each.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeHex } from '../../src/core/bytes/hex.ts';
import { parseSpki } from '../../src/core/crypto/spki.ts';
import { verifySignature } from '../../src/core/crypto/verify.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { sharedPath } from '../_util/shared.ts';

interface Group {
  publicKeyDer: string;
  sha: string;
  tests: { tcId: number; msg: string; sig: string; result: string }[];
}

const FILES = [
  { algorithm: 'ecdsa-p256', name: 'ecdsa_secp256r1_sha256_test.json', sha: 'SHA-256', vectors: 484 },
  { algorithm: 'ecdsa-p384', name: 'ecdsa_secp384r1_sha384_test.json', sha: 'SHA-384', vectors: 504 },
] as const;

const node = createNodeVerifier({ maxKeys: 16 });

describe.each(FILES)('Wycheproof $algorithm', ({ algorithm, name, sha, vectors }) => {
  const path = sharedPath('vectors', 'ed25519', 'wycheproof', name);
  const groups: Group[] = path ? JSON.parse(readFileSync(path, 'utf8')).testGroups : [];

  it.skipIf(!path)(`gives the verdict of the file on all ${vectors} vectors in every verifier`, async () => {
    const wrong: { tcId: number; pure: boolean; sync: boolean; pool: boolean }[] = [];
    let count = 0;
    for (const group of groups) {
      expect(group.sha).toBe(sha);
      const key = parseSpki(decodeHex(group.publicKeyDer));
      expect(key.algorithm).toBe(algorithm);
      for (const { tcId, msg, sig, result } of group.tests) {
        count++;
        const input = [key, decodeHex(msg), decodeHex(sig)] as const;
        const pure = verifySignature(...input);
        const sync = node.verifySync(...input);
        const pool = await node.verify(...input);
        const expected = result === 'valid';
        if (pure !== expected || sync !== expected || pool !== expected) wrong.push({ tcId, pure, sync, pool });
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBe(vectors);
  });
});
