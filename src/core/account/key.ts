/**
 * Account ids, and the keys under which the account tree holds them (docs/reference/account-tree.md, "Key").
 *
 *     account id  = "system" / institution / "keys/" institution
 *     institution = 1*64( a-z / 0-9 / "-" ), not "system"
 *     key         = SHA-256("ledgerline/account/v1" || u16 length || origin || u16 length || account id)
 *
 * Lengths count UTF-8 bytes, big-endian. The origin makes the keys of one ledger useless in another.
 * @module
 */
import { concatBytes } from '../bytes/bytes.ts';
import { encodeU16 } from '../bytes/integers.ts';
import { sha256 } from '../bytes/sha256.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';

const DOMAIN_TAG = encodeUtf8('ledgerline/account/v1');
const ACCOUNT_ID = /^(?:keys\/)?[a-z0-9-]{1,64}$/;

/**
 * The 32-byte key of `account` in the ledger named `origin`.
 * @throws InputError `account-id`; `bad-integer` when the origin takes more than 65,535 bytes; `bad-utf8`
 */
export function accountKey(origin: string, account: string): Uint8Array {
  const originBytes = encodeUtf8(origin);
  const idBytes = encodeUtf8(assertAccountId(account));
  return sha256(
    concatBytes(DOMAIN_TAG, encodeU16(originBytes.length), originBytes, encodeU16(idBytes.length), idBytes),
  );
}

/** Returns `account` if it follows the grammar above. @throws InputError `account-id` */
export function assertAccountId(account: string): string {
  // The keys of `system` have no account: `system` is no institution and enrols none.
  if (ACCOUNT_ID.test(account) && account !== 'keys/system') return account;
  throw new InputError('account-id', `account: expected "system", an institution id, or "keys/" and an institution id`);
}
