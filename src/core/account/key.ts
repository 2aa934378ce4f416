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
const MAX_ID_BYTES = 'keys/'.length + 64;

/** Where the preimages for one origin are written: what precedes the length of the account id, and room for the rest. */
interface KeyForm {
  readonly origin: string;
  readonly prefixBytes: number;
  readonly bytes: Uint8Array;
}

/** Of the origin asked for last: a program rarely has more than one ledger. */
let form: KeyForm = createKeyForm('');

/**
 * The 32-byte key of `account` in the ledger named `origin`.
 * @throws InputError `account-id`; `bad-integer` when the origin takes more than 65,535 bytes; `bad-utf8`
 */
export function accountKey(origin: string, account: string): Uint8Array {
  const { length } = assertAccountId(account);
  if (form.origin !== origin) form = createKeyForm(origin);
  const { bytes, prefixBytes } = form;
  // The grammar allows ASCII only, and fewer than 256 of it: a character is a byte, and so is the length.
  bytes[prefixBytes + 1] = length;
  for (let i = 0; i < length; i++) bytes[prefixBytes + 2 + i] = account.charCodeAt(i);
  return sha256(bytes.subarray(0, prefixBytes + 2 + length));
}

/** Returns `account` if it follows the grammar above. @throws InputError `account-id` */
export function assertAccountId(account: string): string {
  // The keys of `system` have no account: `system` is no institution and enrols none.
  if (ACCOUNT_ID.test(account) && account !== 'keys/system') return account;
  throw new InputError('account-id', `account: expected "system", an institution id, or "keys/" and an institution id`);
}

function createKeyForm(origin: string): KeyForm {
  const originBytes = encodeUtf8(origin);
  const prefix = concatBytes(DOMAIN_TAG, encodeU16(originBytes.length), originBytes);
  return { origin, prefixBytes: prefix.length, bytes: concatBytes(prefix, new Uint8Array(2 + MAX_ID_BYTES)) };
}
