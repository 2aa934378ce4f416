/**
 * Reading whole small files that somebody named: regular ones alone, and no more of them than they may hold. A named pipe
 * does not make the reader wait, a device does not fill its memory.
 * @module
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';

/** Without O_NONBLOCK, opening a named pipe would wait for a writer for ever. */
export const READ_ONLY: number = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * All bytes of a regular file; a symbolic link is followed.
 * @param unreadable the code for what is no regular file or cannot be read
 * @throws InputError `unreadable`; `too-large` for more than `maxBytes`
 */
export async function readBoundedFile(
  path: string,
  maxBytes: number,
  unreadable: ErrorCode = 'unreadable-file',
): Promise<Uint8Array> {
  const bytes = await readFileStart(path, maxBytes + 1, unreadable);
  if (bytes.length <= maxBytes) return bytes;
  throw new InputError('too-large', `${path} has more than ${maxBytes} bytes, which no such file has`);
}

/**
 * The first `maxBytes` bytes of a regular file, or all if it has fewer.
 * @param unreadable as for {@link readBoundedFile}
 * @throws InputError `unreadable`
 */
export async function readFileStart(
  path: string,
  maxBytes: number,
  unreadable: ErrorCode = 'unreadable-file',
): Promise<Uint8Array> {
  try {
    const file = await open(path, READ_ONLY);
    try {
      const stat = await file.stat();
      if (stat.isFile()) return await fill(file, Math.min(stat.size, maxBytes));
    } finally {
      await file.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new InputError(unreadable, `${path} cannot be read (${reason})`, { cause });
  }
  throw new InputError(unreadable, `${path} cannot be read (not a regular file)`);
}

/** What stands in the first `sizeBytes` bytes; fewer where the file ends before. */
export async function fill(file: FileHandle, sizeBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
