/**
 * Key files: a private key that others may read is refused, and none is ever overwritten.
 * @module
 */
import { constants, type FileHandle, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PublicKey } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import { type PrivateKey, parsePrivateKeyPem, parsePublicKeyPem } from './keys.ts';

/** No PEM key is near this; a wrong path to something huge is refused before it is read. */
const MAX_FILE_BYTES = 65_536;

const GROUP_AND_OTHERS = 0o077;
/** Windows reports no permissions of this kind: files there carry access lists, which are not checked. */
const HAS_MODES = process.platform !== 'win32';

/**
 * Reads a private key (PKCS#8 PEM). The path may be a symbolic link; the file it leads to is checked.
 * @throws InputError `key-file-access`, `key-file-permissions` when group or others have any access, `bad-private-key`
 */
export async function readPrivateKeyFile(path: string): Promise<PrivateKey> {
  return parsePrivateKeyPem(await readKeyFile(path, { isPrivate: true }));
}

/**
 * Reads a public key (SubjectPublicKeyInfo PEM).
 * @throws InputError `key-file-access`, `bad-public-key`
 */
export async function readPublicKeyFile(path: string): Promise<PublicKey> {
  return parsePublicKeyPem(await readKeyFile(path, { isPrivate: false }));
}

/**
 * Writes a private key to a new file that only its owner can read. On return the file and its name are durable.
 * @throws InputError `key-file-exists` when anything stands under the path, even a dangling link; `key-file-access`
 */
export async function writePrivateKeyFile(path: string, key: Pick<PrivateKey, 'toPem'>): Promise<void> {
  const file = await createKeyFile(path);
  try {
    await file.writeFile(key.toPem());
    await file.sync();
  } catch (cause) {
    // Half a key would stand in the way of the next try; what went wrong first is what the caller must hear of.
    await unlink(path).catch(() => undefined);
    throw cause;
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

/**
 * The text of a key file, small and regular; a private one that nobody but its owner may access.
 * @throws InputError `key-file-access`, `key-file-permissions`
 */
export async function readKeyFile(path: string, options: { readonly isPrivate: boolean }): Promise<string> {
  const file = await openForReading(path);
  try {
    // The open file is examined, not the path: nobody can exchange it in between.
    const { mode, size } = await statRegularFile(file, path);
    if (options.isPrivate && HAS_MODES && (mode & GROUP_AND_OTHERS) !== 0) {
      const octal = (mode & 0o777).toString(8).padStart(4, '0');
      throw new InputError(
        'key-file-permissions',
        `${path}: mode ${octal} gives others access; run: chmod 600 ${path}`,
      );
    }
    if (size > MAX_FILE_BYTES) throw new InputError('key-file-access', `${path}: ${size} bytes, too large for a key`);
    return await file.readFile('latin1');
  } finally {
    await file.close();
  }
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw new InputError('key-file-access', `${path}: cannot be opened (${errnoOf(cause)})`, { cause });
  }
}

async function statRegularFile(file: FileHandle, path: string): Promise<{ mode: number; size: number }> {
  const stats = await file.stat();
  if (stats.isFile()) return stats;
  throw new InputError('key-file-access', `${path}: not a regular file`);
}

async function createKeyFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') {
      throw new InputError('key-file-exists', `${path}: already there; a key file is never overwritten`, { cause });
    }
    throw new InputError('key-file-access', `${path}: cannot be created (${errnoOf(cause)})`, { cause });
  }
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  if (!HAS_MODES) return; // Windows cannot open a folder, and needs no such step
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
