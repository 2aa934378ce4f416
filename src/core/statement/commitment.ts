/**
 * Salted commitments to what must stay off the log: persons, counts, texts (I7).
 *
 * ```
 * commitment = SHA-256("ledgerline/commitment/v1" 0x0A purpose 0x0A salt[32] value)
 * ```
 * The salt is 32 random bytes, kept with the opening. Destroying it makes the value unrecoverable; every proof holds.
 * @module
 */
import { concatBytes } from '../bytes/bytes.ts';
import { encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';

/** What is committed to; the same value under another purpose gives another commitment. */
export const COMMITMENT_PURPOSES = [
  'signer',
  'samples',
  'legal-name',
  'reason',
  'approval',
  'content',
  'recipient',
  'reference',
  'test-set',
] as const;

export type CommitmentPurpose = (typeof COMMITMENT_PURPOSES)[number];

/**
 * The commitment to the UTF-8 bytes of `value`, as 64 hexadecimal digits. Requires 32 bytes of salt.
 * @throws InputError `bad-salt`
 */
export function commit(purpose: CommitmentPurpose, salt: Uint8Array, value: string): string {
  if (salt.length !== 32) throw new InputError('bad-salt', `a salt has 32 bytes, not ${salt.length}`);
  return encodeHex(sha256(concatBytes(encodeUtf8(`ledgerline/commitment/v1\n${purpose}\n`), salt, encodeUtf8(value))));
}
