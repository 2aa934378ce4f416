/**
 * The golden vector of the design's statement reference (section 2.1): a payload, signed with the key of RFC 8032
 * section 7.1 test 1, down to its leaf hash. Its predicate type is not ours, so it passes through the layers below the
 * statement kinds: JCS, DSSE, Ed25519, the normal form of the envelope, and the RFC 6962 leaf hash.
 */
import { createPrivateKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/core/bytes/base64.ts';
import { decodeHex, encodeHex } from '../../src/core/bytes/hex.ts';
import { sha256 } from '../../src/core/bytes/sha256.ts';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { formatSpki, parseSpki } from '../../src/core/crypto/spki.ts';
import { verifySignature } from '../../src/core/crypto/verify.ts';
import { canonicalize } from '../../src/core/json/jcs.ts';
import { hashLeaf } from '../../src/core/merkle/hash.ts';
import { encodePae, PAYLOAD_TYPE } from '../../src/core/statement/dsse.ts';
import { parseStatement } from '../../src/core/statement/statement.ts';
import { inputError } from '../_util/input-error.ts';

const SECRET = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const SIGNATURE = 'hyeKa+dSEuvfhzC5CR3HRMnhxiHzuomR0pYPy3iDyHda4SjzaohRNuct8t/3EVnitKEiYSrRmZOh8aDK+0rmAw==';

const STATEMENT = {
  subject: [{ name: 'update', digest: { sha256: 'a'.repeat(64) } }],
  predicateType: 'https://mledger.example/fl-contribution/v1',
  predicate: {
    task: { round: 12, id: 'admet-herg' },
    training: {
      _sd: ['gjjVOl8T4mkjlEad3Q1epkVsGvNf-4l-j95YOCN7WNc', 'vOTTf-1YbDJvmsw-wStLBvbVXhJSgKKeuqahmiks3us'],
    },
    signing: {
      signerName: 'Kim A.',
      role: 'ML lead',
      meaning: 'authorship',
      signedAt: '2026-11-22T00:00:00Z',
    },
    parent: { digest: { sha256: 'b'.repeat(64) } },
    _sd_alg: 'sha-256',
  },
  _type: 'https://in-toto.io/Statement/v1',
};

const payload = encodeUtf8(canonicalize(STATEMENT));
const pae = encodePae(PAYLOAD_TYPE, payload);

describe('the golden vector', () => {
  it('has the payload of 612 bytes', () => {
    expect(payload).toHaveLength(612);
    expect(encodeHex(sha256(payload))).toBe('3dd17662ff7f909b00d5e6c2047a24e9144a24d8df79bb3986acadc6e1df1dce');
  });

  it('has the pre-authentication encoding', () => {
    expect(encodeHex(sha256(pae))).toBe('1ec3ad58fc345b994f310ae6878588a99dc8fa9b32f8dcdd70171b01ef37b43b');
  });

  it('is signed with the key of RFC 8032 test 1', () => {
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(SECRET, 'hex')]);
    const signature = sign(null, pae, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
    expect(encodeBase64(signature)).toBe(SIGNATURE);
    const key = parseSpki(formatSpki('ed25519', decodeHex(PUBLIC)));
    expect(verifySignature(key, pae, decodeBase64(SIGNATURE))).toBe(true);
    expect(verifySignature(key, payload, decodeBase64(SIGNATURE))).toBe(false);
  });

  it('has the normal form of 1002 bytes and its leaf hash', () => {
    const signatures = [{ keyid: 'k1', sig: SIGNATURE }];
    const normal = encodeUtf8(canonicalize({ payload: encodeBase64(payload), payloadType: PAYLOAD_TYPE, signatures }));
    expect(normal).toHaveLength(1002);
    expect(encodeHex(hashLeaf(normal))).toBe('b39452f08f5211ef53cf08f96b1ae3eed3e4c2a1f1f85493ee674dea7fb5b9c5');
  });

  it('is no statement of ours', () => {
    expect(() => parseStatement(payload)).toThrow(inputError('schema-violation'));
  });
});
