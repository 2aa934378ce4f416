import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../../../src/core/bytes/base64.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { checkProvenKey, possessionMessage } from '../../../../src/core/statement/possession.ts';
import { inputError } from '../../../_util/input-error.ts';
import { testKey } from '../../../_util/keys.ts';

const ORIGIN = 'log.example/k-melloddy';
const KEYS = [testKey('possession'), testKey('possession 256', 'ecdsa-p256'), testKey('possession 384', 'ecdsa-p384')];

describe('possessionMessage', () => {
  it('is four lines', () => {
    expect(possessionMessage(ORIGIN, 'snuh', 'ab'.repeat(32))).toEqual(
      encodeUtf8(`ledgerline/possession/v1\n${ORIGIN}\nsnuh\n${'ab'.repeat(32)}\n`),
    );
  });
});

describe('checkProvenKey', () => {
  it.each(KEYS)('accepts and returns a key of each algorithm ($publicKey.algorithm)', (key) => {
    expect(checkProvenKey(ORIGIN, 'snuh', key.proven(ORIGIN, 'snuh'))).toEqual(key.publicKey);
  });

  it.each(KEYS)('refuses the proof for another institution, ledger or key ($publicKey.algorithm)', (key) => {
    const fields = key.proven(ORIGIN, 'snuh');
    const { spki } = testKey('possession, another');
    expect(() => checkProvenKey(ORIGIN, 'snu', fields)).toThrow(inputError('bad-possession'));
    expect(() => checkProvenKey(`${ORIGIN}2`, 'snuh', fields)).toThrow(inputError('bad-possession'));
    expect(() => checkProvenKey(ORIGIN, 'snuh', { ...fields, spki })).toThrow(inputError('bad-possession'));
  });

  it.each(KEYS)('refuses every bit of the proof changed ($publicKey.algorithm)', (key) => {
    const { spki, possession } = key.proven(ORIGIN, 'snuh');
    const proof = decodeBase64(possession);
    for (const at of [0, 1, 5, 20, proof.length - 1]) {
      const changed = proof.map((byte, i) => (i === at ? byte ^ 1 : byte));
      const fields = { spki, possession: encodeBase64(changed) };
      expect(() => checkProvenKey(ORIGIN, 'snuh', fields)).toThrow(inputError('bad-possession'));
    }
  });

  it('refuses what is no key, and what is no base64', () => {
    const { spki, possession } = KEYS[0]?.proven(ORIGIN, 'snuh') ?? { spki: '', possession: '' };
    const point = decodeBase64(spki).subarray(12);
    const check = (fields: { spki: string; possession: string }) => () => checkProvenKey(ORIGIN, 'snuh', fields);
    expect(check({ spki: '', possession })).toThrow(inputError('bad-public-key'));
    expect(check({ spki: encodeBase64(point), possession })).toThrow(inputError('bad-public-key'));
    expect(check({ spki: `${spki} `, possession })).toThrow(inputError('bad-base64'));
    expect(check({ spki, possession: '/x==' })).toThrow(inputError('bad-base64'));
    expect(check({ spki, possession: '' })).toThrow(inputError('bad-possession'));
  });
});
