/**
 * What a signer with a memory decides: it signs a checkpoint of its own log that continues the last one it signed, and nothing
 * else. So whoever takes over the ledger's process, but not the signer's, still cannot fork the log (I11).
 *
 *     request = "old " decimal "\n"  *63( base64 hash "\n" )  "\n"  checkpoint text       as in tlog-witness, the text unsigned
 *     answer  = 200 signature line / 409 decimal "\n" (the size signed last) / 400, 422 problem in words
 * @module
 */
import { decodeBase64, encodeBase64 } from '../../core/bytes/base64.ts';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { parseDecimal } from '../../core/bytes/integers.ts';
import { InputError } from '../../core/error.ts';
import { checkConsistency } from '../../core/merkle/consistency.ts';
import { HASH_BYTES } from '../../core/merkle/hash.ts';
import { type Checkpoint, parseCheckpoint } from '../../core/note/checkpoint.ts';
import type { WitnessMemory } from '../decide.ts';

export interface SignRequest {
  readonly oldSize: number;
  readonly consistency: readonly Uint8Array[];
  /** The text of a checkpoint, which ends in a newline. */
  readonly text: string;
}

/** Longest proof between two sizes of at most 2^53 - 1. */
const MAX_PROOF = 63;

/** The inverse of {@link parseSignRequest}. */
export function formatSignRequest({ oldSize, consistency, text }: SignRequest): string {
  return [`old ${oldSize}`, ...consistency.map((hash) => encodeBase64(hash)), '', text].join('\n');
}

/** @throws InputError `bad-sign-request`, `bad-base64`, `bad-integer` */
export function parseSignRequest(body: string): SignRequest {
  const end = body.indexOf('\n\n');
  const [first = '', ...proof] = body.slice(0, Math.max(0, end)).split('\n');
  if (end < 0 || !first.startsWith('old ') || proof.length > MAX_PROOF)
    throw new InputError('bad-sign-request', 'expected: old <size>, at most 63 hashes, an empty line, a checkpoint');
  return {
    oldSize: parseDecimal(first.slice('old '.length), 'old size'),
    consistency: proof.map((line) => decodeBase64(line, HASH_BYTES, 'hash')),
    text: body.slice(end + 2),
  };
}

/**
 * The checkpoint that may be signed, once `memory` is replaced by it durably.
 * @throws InputError `bad-checkpoint` and its kin; `checkpoint-origin`; `witness-stale` when `oldSize` is not the size signed last;
 *   `bad-consistency-proof`
 */
export function approveSigning(
  { oldSize, consistency, text }: SignRequest,
  origin: string,
  memory: WitnessMemory,
): Checkpoint {
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== origin)
    throw new InputError('checkpoint-origin', `this signer signs for ${JSON.stringify(origin)} only`);
  if (oldSize !== memory.size)
    throw new InputError('witness-stale', `size ${memory.size} was signed last, not ${oldSize}`);
  const { size, root } = checkpoint;
  if (size < memory.size)
    throw new InputError('bad-consistency-proof', `size ${size} is smaller than ${memory.size}, which was signed`);
  if (size === memory.size && equalBytes(root, memory.root)) return checkpoint;
  if (oldSize > 0) checkConsistency(oldSize, size, memory.root, root, consistency);
  else if (consistency.length > 0) throw new InputError('bad-consistency-proof', 'a proof from size 0 must be empty');
  return checkpoint;
}
