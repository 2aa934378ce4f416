import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommitmentPurpose, commit } from '../../../../src/core/statement/commitment.ts';
import { inputError } from '../../../_util/input-error.ts';

const PURPOSES: readonly CommitmentPurpose[] = ['signer', 'samples', 'legal-name', 'reason'];
const salts = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('commit', () => {
  it('is SHA-256 over tag, purpose, salt and value', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PURPOSES), salts, fc.string({ unit: 'grapheme' }), (purpose, salt, value) => {
        const hash = createHash('sha256').update(`ledgerline/commitment/v1\n${purpose}\n`).update(salt).update(value);
        expect(commit(purpose, salt, value)).toBe(hash.digest('hex'));
      }),
    );
  });

  it('gives the same value another commitment under another salt or purpose', () => {
    const all = [0, 1].flatMap((byte) =>
      PURPOSES.map((purpose) => commit(purpose, new Uint8Array(32).fill(byte), '1234')),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it.each([0, 16, 31, 33, 64])('refuses a salt of %i bytes', (lengthBytes) => {
    expect(() => commit('samples', new Uint8Array(lengthBytes), '1')).toThrow(inputError('bad-salt'));
  });
});
