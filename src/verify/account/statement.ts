/**
 * Account statements (`*.account.json`): all that a ledger has recorded for one account, with what its credit rests on.
 * Canonical JSON (RFC 8785) of schemas/account-statement.schema.json; an account and a checkpoint have one statement:
 *
 * ```json
 * {"account":"hanul-hospital",
 *  "checkpoint":"<note>",
 *  "format":"ledgerline/account@v1",
 *  "paths":[{"account":"hanul-hospital","path":{…}},{"account":"keys/hanul-hospital","path":{…}},…],
 *  "proof":"<base64 of 32-byte hashes>",
 *  "records":[{"index":0,"record":"<base64>"},…],
 *  "succession":[{"checkpoint":"<note>","consistency":["<hash>",…]},…]}
 * ```
 * `succession` is that of bundles (`verify/bundle.ts`), absent where no key of the log was retired. `path` is that of `core/account/path-json.ts`, under the `state` of the last record; `proof` that of
 * `core/merkle/multiproof.ts`, of all records shown. `docs/reference/account-tree.md` is normative. Parsing says nothing
 * about truth: every field is attacker-controlled.
 * @module
 */
import type { AccountPath } from '../../core/account/path.ts';
import { formatAccountPath, parseAccountPath } from '../../core/account/path-json.ts';
import { decodeBase64, encodeBase64 } from '../../core/bytes/base64.ts';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import type { AccountStatementDocument } from '../../core/generated/documents.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import { type Json, parseCanonicalJson, parseJson } from '../../core/json/json.ts';
import { HASH_BYTES } from '../../core/merkle/hash.ts';
import { formatNote, type Note, parseNote } from '../../core/note/note.ts';
import { validateDocument } from '../../core/statement/validate.ts';
import { type EarlierCheckpoint, formatEarlier, MAX_BUNDLE_BYTES, parseEarlier } from '../bundle.ts';
import { assertFormat } from '../version.ts';

/** The `format` of a statement. */
export const ACCOUNT_FORMAT = 'ledgerline/account@v1';

/** Largest statement, bytes: some tens of thousands of records. */
export const MAX_ACCOUNT_BYTES: number = MAX_BUNDLE_BYTES;

/** True for a file that says it is an account statement, of whichever version. It may be none. */
export function isAccountStatement(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_ACCOUNT_BYTES) return false;
  try {
    const { format } = Object(parseJson(decodeUtf8(bytes), 'file')) as { readonly format?: Json };
    return typeof format === 'string' && format.startsWith(ACCOUNT_FORMAT.slice(0, ACCOUNT_FORMAT.indexOf('@') + 1));
  } catch {
    return false;
  }
}

/** A record that the statement shows. */
export interface ShownRecord {
  readonly index: number;
  /** The bytes of the record, not parsed. */
  readonly bytes: Uint8Array;
}

/** The path of one account under the `state` of the last record. */
export interface ShownPath {
  readonly account: string;
  readonly path: AccountPath;
}

/** An account statement, taken apart. */
export interface AccountStatement {
  readonly account: string;
  readonly note: Note;
  /** At least one, ascending by index; the last is the last under the checkpoint. */
  readonly records: readonly ShownRecord[];
  /** The hashes of the multiproof. */
  readonly proof: readonly Uint8Array[];
  /** Ascending by account. */
  readonly paths: readonly ShownPath[];
  /** The last checkpoint of each retired key of the log, in the order of retirement; each note once. */
  readonly succession?: readonly EarlierCheckpoint[];
}

/**
 * Parses a statement.
 * @throws InputError `unknown-version` for a later format; `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical`,
 *   `schema-violation`, and the codes of the parts
 */
export function parseAccountStatement(bytes: Uint8Array): AccountStatement {
  const value = parseCanonicalJson(bytes, MAX_ACCOUNT_BYTES, 'account statement');
  assertFormat(value, ACCOUNT_FORMAT);
  const { account, checkpoint, records, proof, paths, succession } = validateDocument('account-statement', value);
  const statement: AccountStatement = {
    account,
    note: parseNote(checkpoint),
    records: records.map(({ index, record }) => ({ index, bytes: decodeBase64(record, undefined, 'records') })),
    proof: splitHashes(decodeBase64(proof, undefined, 'proof')),
    paths: paths.map((each) => ({ account: each.account, path: parseAccountPath(each.path) })),
    ...(succession === undefined ? {} : { succession: succession.map((each) => parseEarlier(each, 'succession')) }),
  };
  // The parsers of the parts accept one spelling each; that this holds for the whole is checked, not believed.
  if (equalBytes(encodeAccountStatement(statement), bytes)) return statement;
  throw new InputError('json-not-canonical', 'account statement: a part is not in its one spelling');
}

/** The bytes of a statement. Inverse of {@link parseAccountStatement}. @throws InputError `too-large` */
export function encodeAccountStatement(statement: AccountStatement): Uint8Array {
  const { account, note, records, proof, paths, succession } = statement;
  const document: AccountStatementDocument = {
    format: ACCOUNT_FORMAT,
    account,
    checkpoint: formatNote(note),
    records: records.map(({ index, bytes }) => ({ index, record: encodeBase64(bytes) })),
    proof: encodeBase64(joinHashes(proof)),
    paths: paths.map((each) => ({ account: each.account, path: { ...formatAccountPath(each.path) } })),
    ...(succession === undefined ? {} : { succession: succession.map(formatEarlier) }),
  };
  const bytes = encodeUtf8(canonicalize(document));
  if (bytes.length <= MAX_ACCOUNT_BYTES) return bytes;
  throw new InputError('too-large', `account statement has ${bytes.length} bytes, more than ${MAX_ACCOUNT_BYTES}`);
}

/** Not `concatBytes`: there may be more hashes than a call can have arguments. */
function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(hashes.length * HASH_BYTES);
  for (const [i, hash] of hashes.entries()) joined.set(hash, i * HASH_BYTES);
  return joined;
}

function splitHashes(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length % HASH_BYTES !== 0) {
    throw new InputError('bad-inclusion-proof', `proof: ${bytes.length} bytes are not hashes of ${HASH_BYTES}`);
  }
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, i) =>
    bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}
