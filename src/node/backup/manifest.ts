/**
 * What a backup says of itself. `SHA256SUMS` names every other file (`sha256sum -c SHA256SUMS` checks it without us), `backup.json`
 * (schemas/backup.schema.json, in RFC 8785 form) the state that they hold, and the digest of the list:
 *
 * ```
 * SHA256SUMS = *( 64HEX "  " path LF )        paths rising, in the order of their UTF-8 bytes
 * ```
 * @module
 */
import { decodeUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import type { BackupDocument } from '../../core/generated/documents.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import { parseCanonicalJson } from '../../core/json/json.ts';
import { validateDocument } from '../../core/statement/validate.ts';

export const BACKUP_FILE = 'backup.json';
export const SUMS_FILE = 'SHA256SUMS';

export const MAX_BACKUP_JSON_BYTES = 65_536;
/** Some five million files: a ledger of more than half a billion records. */
export const MAX_SUMS_BYTES: number = 512 * 2 ** 20;

/** A file of a backup. */
export interface Sum {
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

const LINE = /^([0-9a-f]{64}) {2}([A-Za-z0-9._/-]{1,255})$/;
/** Whatever a list names, nothing else is ever written. Keys lie side by side in one folder. */
const PATH =
  /^(?:head|checkpoint|ledgerline\.toml|trust\.policy|(?:tile|checkpoints)(?:\/[a-z0-9]+(?:\.p)?)+|keys\/[A-Za-z0-9][A-Za-z0-9._-]*)$/;

/** Inverse of {@link parseSums}. Requires paths of a backup, rising. */
export function formatSums(sums: readonly Sum[]): Uint8Array {
  return encodeUtf8(sums.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join(''));
}

/** Parses `SHA256SUMS`. @throws InputError `bad-backup` for another line, another order, or a path that no backup has */
export function parseSums(bytes: Uint8Array): Sum[] {
  const lines = decodeUtf8(bytes, SUMS_FILE).split('\n');
  if (lines.pop() !== '') throw malformed('its last line is cut off');
  let last = '';
  return lines.map((line, i) => {
    const [, sha256 = '', path = ''] = LINE.exec(line) ?? [];
    if (!isBackupPath(path)) throw malformed(`line ${i + 1} names no file of a backup`);
    if (path <= last) throw malformed(`line ${i + 1} is out of order`);
    last = path;
    return { path, sha256 };
  });
}

/** True for the paths that a backup may hold. */
export function isBackupPath(path: string): boolean {
  return path.length <= 255 && PATH.test(path);
}

/** Inverse of {@link parseBackup}. */
export function formatBackup(document: BackupDocument): Uint8Array {
  return encodeUtf8(canonicalize(document));
}

/** Parses `backup.json`. @throws InputError `schema-violation`, `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical` */
export function parseBackup(bytes: Uint8Array): BackupDocument {
  return validateDocument('backup', parseCanonicalJson(bytes, MAX_BACKUP_JSON_BYTES, BACKUP_FILE));
}

function malformed(what: string): InputError {
  return new InputError('bad-backup', `${SUMS_FILE}: ${what}`);
}
