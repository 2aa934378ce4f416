/**
 * Destroying what opens commitments. The commitments stay in the log and every proof holds; what they commit to can no longer be
 * shown or guessed.
 *
 * Overwriting reaches the blocks that the file system shows. It does not reach copies: spare blocks of flash storage, snapshots
 * and journals of the file system, backups, and what readers were given.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { constants, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { parseJson } from '../../core/json/json.ts';
import { parseOpenings } from '../../core/statement/openings.ts';
import { syncFolder } from '../crypto/key-files.ts';
import { parseDisclosureFile } from './disclosure-file.ts';
import { isJwe } from './jwe.ts';

/** What a file opens. */
export interface Kept {
  readonly content: 'openings' | 'disclosures' | 'encrypted-disclosures';
  /** Commitments and digests in the log that it opens, hex, with their purposes. Unknown for an encrypted file. */
  readonly opens: readonly { readonly purpose: string; readonly commitment: string }[];
}

/**
 * What the file of these bytes opens.
 * @throws InputError `not-erasable` for any other file: this destroys nothing but openings and disclosures
 */
export function recognizeKept(bytes: Uint8Array, title: string): Kept {
  try {
    const value = parseJson(decodeUtf8(bytes, title), title);
    if (isJwe(value)) return { content: 'encrypted-disclosures', opens: [] };
    if (Object.hasOwn(Object(value), 'disclosures')) {
      const { sealed } = parseDisclosureFile(bytes);
      return { content: 'disclosures', opens: [{ purpose: 'sealed', commitment: sealed }] };
    }
    return { content: 'openings', opens: parseOpenings(bytes) };
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError('not-erasable', `${title} holds neither openings nor disclosures: ${cause.message}`, {
      cause,
    });
  }
}

/**
 * Overwrites a file with random bytes, and removes it; each step is on the disk before the next. Other names of the same file
 * lead to the random bytes.
 * @throws InputError `not-erasable` for a symbolic link and for what is no regular file
 */
export async function eraseFile(path: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ELOOP')
        throw new InputError('not-erasable', `${path} is a symbolic link; name the file itself`, { cause });
      throw cause;
    },
  );
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new InputError('not-erasable', `${path} is no regular file`);
    await file.writeFile(randomBytes(stats.size));
    await file.sync();
  } finally {
    await file.close();
  }
  await unlink(path);
  await syncFolder(dirname(path));
}
