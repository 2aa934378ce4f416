/**
 * What a folder weighs: the lengths of its files.
 * @module
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of a file, or of all files below a folder. */
export async function sizeOf(path: string): Promise<number> {
  const { size } = await stat(path);
  if (!(await stat(path)).isDirectory()) return size;
  const names = await readdir(path);
  const sizes = await Promise.all(names.map((name) => sizeOf(join(path, name))));
  return sizes.reduce((sum, each) => sum + each, 0);
}
