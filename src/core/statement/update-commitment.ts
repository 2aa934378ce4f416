/**
 * Commitments to updates: an institution fixes its update before it can see another, and reveals it afterwards.
 *
 * ```
 * commitment = SHA-256("ledgerline/update-commitment/v1" LF origin LF institution LF round LF update LF nonce LF)
 * ```
 * `round` is the statement digest of the `round-open`, `update` the tensor-set digest, `nonce` 32 random bytes; all three
 * as 64 lower-case hexadecimal digits. Binding the institution and the round makes a commitment useless to anybody else.
 * @module
 */
import { encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';

/** What a commitment binds. */
export interface UpdateOpening {
  readonly origin: string;
  readonly institution: string;
  /** Statement digest of the round's `round-open`. */
  readonly round: string;
  /** Tensor-set digest of the update. */
  readonly update: string;
  /** 64 hexadecimal digits. */
  readonly nonce: string;
}

/** The commitment, 64 hexadecimal digits. */
export function commitUpdate({ origin, institution, round, update, nonce }: UpdateOpening): string {
  const lines = ['ledgerline/update-commitment/v1', origin, institution, round, update, nonce];
  return encodeHex(sha256(encodeUtf8(`${lines.join('\n')}\n`)));
}
