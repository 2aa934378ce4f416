/**
 * The digest of a folder, `dirHash` of in-toto's DigestSet
 * ({@link https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash Hash1} of the Go project, in hexadecimal):
 *
 * ```
 * dirHash = SHA-256(lines)
 * line    = SHA-256 of the file in lower-case hex, two spaces, path, LF
 * ```
 *
 * one line for each file below the folder, hidden ones too, sorted by the bytes of the path; the path is relative, with
 * `/` between names and no leading `./`. coreutils give the same:
 *
 * ```
 * find . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum
 * ```
 *
 * Refused, because the lines would not say what is there: a folder without files, symbolic links and whatever is
 * neither file nor folder, names that are not UTF-8, and names with a control character or a backslash, which
 * `sha256sum` escapes. Folders without files leave no trace.
 * @module
 */
import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../core/bytes/bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { type DigestOptions, digestFile, type FileDigest } from './digest.ts';
import { asInputError } from './stable-file.ts';

export interface FolderEntry extends FileDigest {
  /** Relative to the folder, `/` between names. */
  readonly path: string;
}

export interface FolderDigest {
  /** `dirHash` in lower-case hex. */
  readonly sha256: string;
  /** Bytes of all files together. */
  readonly sizeBytes: number;
  /** In the order of the lines. */
  readonly files: readonly FolderEntry[];
}

/** Control characters and the backslash. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const UNPRINTABLE = /[\u0000-\u001f\u007f\\]/;

/**
 * The `dirHash` of a folder. Progress counts the bytes of all files.
 * @throws InputError `bad-folder` for what the module comment lists; `unreadable-file`; `file-changed` where a file
 * changed while it was read, or appeared or vanished meanwhile
 */
export async function digestFolder(folder: string, options: DigestOptions = {}): Promise<FolderDigest> {
  const found = await listFiles(folder);
  if (found.length === 0) throw new InputError('bad-folder', `${folder}: holds no file`);
  const totalBytes = found.reduce((total, file) => total + file.sizeBytes, 0);
  const hash = createHash('sha256');
  const files: FolderEntry[] = [];
  let doneBytes = 0;
  for (const { path } of found) {
    const file = await digestFile(join(folder, path), {
      refuseSymlink: true,
      onProgress: (fileBytes) => options.onProgress?.(doneBytes + fileBytes, totalBytes),
    });
    hash.update(formatLine(path, file));
    files.push({ path, ...file });
    doneBytes += file.sizeBytes;
  }
  await assertSameFiles(folder, files);
  return { sha256: hash.digest('hex'), sizeBytes: doneBytes, files };
}

function formatLine(path: string, { sha256 }: FileDigest): string {
  return `${sha256}  ${path}\n`;
}

async function assertSameFiles(folder: string, files: readonly FolderEntry[]): Promise<void> {
  const present = await listFiles(folder);
  const isSame = present.length === files.length && present.every(({ path }, i) => path === files[i]?.path);
  if (!isSame) throw new InputError('file-changed', `${folder}: files appeared or vanished while it was being read`);
}

interface FoundFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Every file below `folder`, sorted by the UTF-8 bytes of its path. */
async function listFiles(folder: string): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  await walk(folder, '', files);
  const keyed = files.map((file) => ({ file, key: encodeUtf8(file.path) }));
  return keyed.sort((a, b) => compareBytes(a.key, b.key)).map(({ file }) => file);
}

/** Adds what stands in `folder`/`prefix`; `prefix` is empty or ends with a slash. */
async function walk(folder: string, prefix: string, files: FoundFile[]): Promise<void> {
  const here = join(folder, prefix);
  const entries = await asInputError(here, readdir(here, { withFileTypes: true, encoding: 'buffer' }));
  for (const entry of entries) {
    const path = prefix + parseName(entry, here);
    if (entry.isDirectory()) {
      await walk(folder, `${path}/`, files);
    } else if (entry.isFile()) {
      const { size } = await asInputError(join(folder, path), lstat(join(folder, path)));
      files.push({ path, sizeBytes: size });
    } else {
      const kind = entry.isSymbolicLink() ? 'a symbolic link' : 'neither a file nor a folder';
      throw new InputError('bad-folder', `${join(folder, path)}: is ${kind}`);
    }
  }
}

function parseName(entry: Dirent<Buffer>, folder: string): string {
  const title = `a name in ${folder}`;
  const name = decodeName(entry.name, title);
  if (UNPRINTABLE.test(name)) {
    throw new InputError('bad-folder', `${title}: control character or backslash in ${JSON.stringify(name)}`);
  }
  return name;
}

function decodeName(name: Uint8Array, title: string): string {
  try {
    return decodeUtf8(name, title);
  } catch (cause) {
    throw new InputError('bad-folder', `${title}: not UTF-8`, { cause });
  }
}
