/**
 * What a witness decides (C2SP tlog-witness v1.0.0, add-checkpoint): cosign a checkpoint that is signed by the log and
 * consistent with the last one it cosigned, and nothing else.
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import type { VerifySignature } from '../core/crypto/public-key.ts';
import { InputError } from '../core/error.ts';
import { checkConsistency } from '../core/merkle/consistency.ts';
import { EMPTY_ROOT } from '../core/merkle/hash.ts';
import { type Checkpoint, parseCheckpoint } from '../core/note/checkpoint.ts';
import { type Note, parseNote } from '../core/note/note.ts';
import { openNote } from '../core/note/open.ts';
import type { VerifierKey } from '../core/note/vkey.ts';

/** The last checkpoint of a log that the witness cosigned; size 0 before the first. */
export interface WitnessMemory {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Before anything was seen. */
export const NOTHING_SEEN: WitnessMemory = { size: 0, root: EMPTY_ROOT };

/** What the witness is asked. */
export interface AddCheckpoint {
  readonly note: string;
  readonly oldSize: number;
  readonly consistency: readonly Uint8Array[];
}

/** A checkpoint that may be cosigned, once `memory` is replaced by it durably. */
export interface Approved {
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

/**
 * Decides. The checks stand in the order of the specification.
 * @throws InputError `witness-unknown-log`, `bad-note-signature` or `unverified-note`, `witness-stale` when `oldSize` is
 *   not the size last cosigned, `bad-consistency-proof`
 */
export function approve(
  request: AddCheckpoint,
  logKeys: readonly VerifierKey[],
  memory: WitnessMemory,
  verify?: VerifySignature,
): Approved {
  const note = parseNote(request.note);
  const checkpoint = parseCheckpoint(note.text, { allowExtensions: true });
  const { origin, size, root } = checkpoint;
  const { oldSize, consistency } = request;
  if (oldSize > size) throw new InputError('bad-consistency-proof', `old size ${oldSize} is larger than ${size}`);
  const keys = logKeys.filter((key) => key.name === origin);
  if (keys.length === 0)
    throw new InputError('witness-unknown-log', `no log named ${JSON.stringify(origin)} is witnessed here`);
  openNote(note, keys, verify);
  if (size === 0 && !equalBytes(root, EMPTY_ROOT))
    throw new InputError('bad-consistency-proof', 'size 0 has another root than the empty tree');
  if (oldSize !== memory.size)
    throw new InputError('witness-stale', `the witness cosigned size ${memory.size} last, not ${oldSize}`);
  if (oldSize > 0) checkConsistency(oldSize, size, memory.root, root, consistency);
  else if (consistency.length > 0) throw new InputError('bad-consistency-proof', 'a proof from size 0 must be empty');
  return { note, checkpoint };
}
