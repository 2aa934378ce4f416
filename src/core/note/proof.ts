/**
 * Inclusion proofs as text (C2SP tlog-proof): a checkpoint, an index and the hashes between, in a file `*.tlog-proof`.
 *
 *     proof = "c2sp.org/tlog-proof@v1\n" "index " decimal "\n" *(base64(hash) "\n") "\n" checkpoint note
 *
 * Hashes are 32 bytes each, from the leaf's sibling to the root's child, at most 63. The format allows a line `extra
 * <base64>` before the index; it is covered by no signature, so it is refused here, and never written.
 *
 * Example, the first of two leaves (signature and root shortened):
 *
 *     c2sp.org/tlog-proof@v1
 *     index 0
 *     gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
 *
 *     example.com/log
 *     2
 *     sFodV/vSp5O8n9a8…
 *
 *     — example.com/log hI2DJw…
 * @module
 */
import { decodeBase64, encodeBase64 } from '../bytes/base64.ts';
import { assertTreeSize, parseDecimal } from '../bytes/integers.ts';
import { decodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';
import { formatNote, MAX_NOTE_BYTES, type Note, parseNote } from './note.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
const INDEX_START = 'index ';
const HASH_BYTES = 32;
/** The depth of a tree of 2^63 leaves; Merkle verification compares with the size at hand. */
const MAX_HASHES = 63;
/** 63 lines of 44 characters, the header and the index, generously. */
const MAX_PROOF_BYTES = MAX_NOTE_BYTES + 4096;

/** A parsed proof; nothing is verified yet. */
export interface TlogProof {
  /** The entry's index, 0 <= index <= 2^53 - 1. */
  readonly index: number;
  /** The inclusion proof, 32 bytes each, leaf to root. */
  readonly hashes: readonly Uint8Array[];
  /** The checkpoint note, whose text `openCheckpoint` parses. */
  readonly note: Note;
}

/**
 * Parses a proof.
 * @throws InputError `bad-tlog-proof`, `bad-integer`, `bad-base64`, and the codes of `parseNote`
 */
export function parseTlogProof(input: Uint8Array | string): TlogProof {
  if (input.length > MAX_PROOF_BYTES) malformed(`longer than ${MAX_PROOF_BYTES} bytes`);
  const proof = typeof input === 'string' ? input : decodeUtf8(input, 'tlog-proof');
  const headEnd = proof.indexOf('\n\n');
  if (headEnd < 0) malformed('no empty line before the checkpoint');
  const [header, indexLine = '', ...hashLines] = proof.slice(0, headEnd).split('\n');
  if (header !== HEADER) malformed(`the first line is not ${HEADER}`);
  if (indexLine.startsWith('extra ')) malformed('an extra line, which nothing authenticates');
  if (!indexLine.startsWith(INDEX_START)) malformed('no index line');
  if (hashLines.length > MAX_HASHES) malformed(`${hashLines.length} hashes, more than ${MAX_HASHES}`);
  return {
    index: parseDecimal(indexLine.slice(INDEX_START.length), 'tlog-proof index'),
    hashes: hashLines.map((line) => decodeBase64(line, HASH_BYTES, 'tlog-proof hash')),
    note: parseNote(proof.slice(headEnd + 2)),
  };
}

/** The inverse of {@link parseTlogProof}. @throws InputError `bad-tlog-proof` and others for what cannot be parsed again */
export function formatTlogProof({ index, hashes, note }: TlogProof): string {
  if (hashes.length > MAX_HASHES) malformed(`${hashes.length} hashes, more than ${MAX_HASHES}`);
  if (hashes.some((hash) => hash.length !== HASH_BYTES)) malformed(`a hash is not ${HASH_BYTES} bytes long`);
  const indexLine = `${INDEX_START}${assertTreeSize(index, 'tlog-proof index')}`;
  return `${[HEADER, indexLine, ...hashes.map(encodeBase64)].join('\n')}\n\n${formatNote(note)}`;
}

function malformed(what: string): never {
  throw new InputError('bad-tlog-proof', `tlog-proof: ${what}`);
}
