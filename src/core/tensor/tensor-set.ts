/**
 * The tensor set digest: the identity of a model's weights, whatever file carries them.
 *
 * ```
 * digest = SHA-256(JCS(list))
 * list   = [[name, dtype, shape, SHA-256 of the tensor's raw bytes in lower-case hex], ...]
 * ```
 *
 * sorted by name in UTF-16 code units, as RFC 8785 section 3.2.3 sorts member names. Metadata, header spelling and the
 * order of the tensors do not enter, so a re-saved file keeps its digest. Example, the scalar of `header.ts`:
 *
 * ```
 * [["b","I32",[],"e8613f5a5bc9f9feeda32a8e7c80b69dd4878e47b6a91723fb15eb84236b6a2b"]]
 * ```
 *
 * and the digest is
 * `7ceb3823e98ac435ca6579534fa6e34ef0953af7dad3f0c0965fad77dccd6397`.
 * @module
 */
import { encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';
import { canonicalize } from '../json/jcs.ts';
import type { Dtype } from './dtype.ts';
import { parseSafetensors } from './safetensors.ts';

/** What the set digest covers of one tensor. */
export interface TensorDigest {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** SHA-256 of the raw bytes, lower-case hex. */
  readonly sha256: string;
}

/**
 * The digest of a set of tensors in lower-case hex, whatever order they come in. Requires different names.
 * @throws InputError `bad-safetensors` for the empty set, which identifies no weights
 */
export function tensorSetDigest(tensors: readonly TensorDigest[]): string {
  if (tensors.length === 0)
    throw new InputError('bad-safetensors', 'safetensors: the file holds no tensor to identify');
  const list = tensors
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, dtype, shape, sha256 }) => [name, dtype, shape, sha256]);
  return encodeHex(sha256(encodeUtf8(canonicalize(list))));
}

/**
 * The tensor set digest of a whole file in memory. `src/node/tensor-set-digest.ts` gives the same for a file on disk.
 * @throws InputError `bad-safetensors`
 */
export function digestSafetensors(file: Uint8Array): string {
  const { tensors } = parseSafetensors(file);
  return tensorSetDigest(
    tensors.map(({ name, dtype, shape, bytes }) => ({ name, dtype, shape, sha256: encodeHex(sha256(bytes)) })),
  );
}
