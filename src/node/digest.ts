/**
 * SHA-256 of a file of any size: read in chunks, never whole. What `sha256sum` prints.
 * @module
 */
import { createHash } from 'node:crypto';
import { type OpenOptions, withStableFile } from './stable-file.ts';

/** Told after every chunk; `doneBytes` rises to `totalBytes`. */
export type ByteProgress = (doneBytes: number, totalBytes: number) => void;

export interface DigestOptions {
  readonly onProgress?: ByteProgress;
}

export interface FileDigest {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * The digest of one regular file. A symbolic link is followed unless `refuseSymlink` is set.
 * @throws InputError `unreadable-file`, `file-changed`
 */
export async function digestFile(path: string, options: DigestOptions & OpenOptions = {}): Promise<FileDigest> {
  return withStableFile(
    path,
    async ({ sizeBytes, readChunks }) => {
      const hash = createHash('sha256');
      let doneBytes = 0;
      for await (const chunk of readChunks(0)) {
        // A loop over update(): piping into the hash stream measured 20 to 45 % slower.
        hash.update(chunk);
        doneBytes += chunk.length;
        options.onProgress?.(doneBytes, sizeBytes);
      }
      return { sha256: hash.digest('hex'), sizeBytes };
    },
    options,
  );
}
