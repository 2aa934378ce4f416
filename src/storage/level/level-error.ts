/**
 * LevelDB's errors as ours: damage means rebuilding the index, anything else is the disk's trouble.
 * @module
 */
import { InputError } from '../../core/error.ts';

/** Why the database in `folder` did not open: `folder-locked`, `index-corrupt` or `storage-failed`. */
export function openError(folder: string, error: unknown): InputError {
  // `level` only says that the database is not open; LevelDB's reason is the cause.
  const reason = error instanceof Error ? (error.cause ?? error) : error;
  if (hasErrorCode(reason, 'LEVEL_LOCKED')) {
    return new InputError('folder-locked', `${folder}: the index is open already`, { cause: reason });
  }
  return isDamage(reason) ? indexCorrupt(reason) : storageFailed('open the index', reason);
}

/** Why a read failed: `index-corrupt` or `storage-failed`. */
export function readError(error: unknown): InputError {
  return isDamage(error) ? indexCorrupt(error) : storageFailed('read the index', error);
}

/** `action` failed on the disk. */
export function storageFailed(action: string, cause: unknown): InputError {
  return new InputError('storage-failed', `cannot ${action}: ${messageOf(cause)}`, { cause });
}

/** True when `error` has `code`: a system call's, such as `ENOENT`, or LevelDB's. */
export function hasErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function indexCorrupt(cause: unknown): InputError {
  return new InputError('index-corrupt', `index: ${messageOf(cause)}`, { cause });
}

/** LevelDB reports a file that it misses, and a place beyond all files, as an input or output error. */
function isDamage(error: unknown): boolean {
  return hasErrorCode(error, 'LEVEL_CORRUPTION') || /No such file|Invalid argument/.test(messageOf(error));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
