/**
 * Making a ledger's folder of a backup: every file is held against its SHA-256, and what is wrong is named; then, if asked, everything
 * is recomputed from the records and compared with the last checkpoint that others witnessed.
 * @module
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/error.ts';
import type { BackupDocument } from '../../core/generated/documents.ts';
import { readBoundedFile } from '../bounded-file.ts';
import { makeNewFolder, type NewFolder } from '../new-folder.ts';
import {
  BACKUP_FILE,
  isBackupPath,
  MAX_BACKUP_JSON_BYTES,
  MAX_SUMS_BYTES,
  parseBackup,
  parseSums,
  SUMS_FILE,
  type Sum,
} from './manifest.ts';

/** No file of a ledger is larger: a bundle has at most 256 x 65,537 bytes. */
const MAX_FILE_BYTES = 64 * 2 ** 20;
/** Damaged files named in the error. */
const NAMED = 10;

/**
 * Restores `backup` into the new folder `dir`, whole or not at all.
 * @param test looks at the restored folder, under the path that it has until then; rejects to undo all
 * @throws InputError `folder-not-empty`; `backup-damaged`, which names the files; `bad-backup`, `schema-violation` and others for a backup
 *   that is none
 */
export async function restoreBackup<T>(
  backup: string,
  dir: string,
  test: (folder: string, document: BackupDocument) => Promise<T>,
): Promise<{ readonly document: BackupDocument; readonly result: T }> {
  const document = parseBackup(await readBoundedFile(join(backup, BACKUP_FILE), MAX_BACKUP_JSON_BYTES));
  const sumsBytes = await readBoundedFile(join(backup, SUMS_FILE), MAX_SUMS_BYTES);
  if (sha256(sumsBytes) !== document.sums) throw damaged([`${SUMS_FILE}: other bytes than ${BACKUP_FILE} says`]);
  const sums = parseSums(sumsBytes);
  const strays = await findStrays(backup, new Set(sums.map(({ path }) => path)));
  return makeNewFolder(dir, async (folder) => {
    const wrong = [...strays, ...(await copyAll(backup, folder, sums, document))];
    if (wrong.length > 0) throw damaged(wrong);
    await folder.makeFolder('staging');
    return { document, result: await test(folder.path, document) };
  });
}

async function copyAll(
  backup: string,
  folder: NewFolder,
  sums: readonly Sum[],
  document: BackupDocument,
): Promise<string[]> {
  const wrong: string[] = [];
  let total = 0;
  for (const { path, sha256: expected } of sums) {
    const bytes = await readFile(join(backup, path), wrong, path);
    if (bytes === undefined) continue;
    total += bytes.length;
    if (sha256(bytes) === expected) await folder.write(path, bytes, { secret: path.startsWith('keys/') });
    else wrong.push(`${path}: other bytes than were backed up`);
  }
  const { files, bytes } = document;
  if (wrong.length === 0 && (files !== sums.length || bytes !== total))
    wrong.push(`${BACKUP_FILE}: ${files} files of ${bytes} bytes, but there are ${sums.length} of ${total}`);
  return wrong;
}

async function readFile(place: string, wrong: string[], path: string): Promise<Uint8Array | undefined> {
  try {
    return await readBoundedFile(place, MAX_FILE_BYTES);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    wrong.push(`${path}: missing, or not readable`);
    return undefined;
  }
}

/** Files in the backup's folders that the list does not name. What else stands beside a backup is nobody's business. */
async function findStrays(backup: string, listed: ReadonlySet<string>): Promise<string[]> {
  const strays: string[] = [];
  for (const entry of await readdir(backup, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name).slice(join(backup, '/').length);
    if (!entry.isDirectory() && isBackupPath(path) && !listed.has(path)) strays.push(`${path}: not in ${SUMS_FILE}`);
  }
  return strays;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function damaged(wrong: readonly string[]): InputError {
  const more = wrong.length > NAMED ? `, and ${wrong.length - NAMED} more` : '';
  return new InputError('backup-damaged', `${wrong.slice(0, NAMED).join('; ')}${more}`);
}
