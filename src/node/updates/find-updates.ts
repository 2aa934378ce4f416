/**
 * Finding updates and models by their weights: the safetensors files of a folder by tensor-set digest.
 * @module
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asInputError } from '../stable-file.ts';
import { digestTensorSet } from '../tensor-set-digest.ts';

/** Paths of the `*.safetensors` files in `folder`, not below it, by tensor-set digest; of equal ones the first by name. */
export async function findUpdates(
  folder: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ReadonlyMap<string, string>> {
  const names = (await asInputError(folder, readdir(folder))).filter((name) => name.endsWith('.safetensors')).sort();
  const found = new Map<string, string>();
  for (const [i, name] of names.entries()) {
    const path = join(folder, name);
    const { sha256 } = await digestTensorSet(path);
    if (!found.has(sha256)) found.set(sha256, path);
    onProgress(i + 1, names.length);
  }
  return found;
}
