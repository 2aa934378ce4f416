/**
 * The digests of an update, taken in a worker of this page.
 * @module
 */
import type { UpdateDigest } from '../../../client/drafts.ts';
import { InputError } from '../../../core/error.ts';
import { hashFile } from '../hash/hash-file.ts';

/** @throws InputError `bad-safetensors` for a file without weights, `unreadable-file` */
export async function digestUpdate(
  file: File,
  onProgress: (done: number, total: number) => void,
): Promise<UpdateDigest> {
  const { sha256, tensorSet } = await hashFile(file, onProgress);
  if (tensorSet === undefined) throw new InputError('bad-safetensors', `${file.name} holds no weights in safetensors`);
  return { tensorSet, file: sha256, sizeBytes: file.size };
}
