/**
 * What a client remembers of a ledger: the last checkpoint that it saw. Each later one must contain it (I1); a ledger that
 * shows something else has forked, and the client says so instead of going on.
 * @module
 */
import { decodeBase64 } from '../core/bytes/base64.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { InputError } from '../core/error.ts';
import { checkConsistency } from '../core/merkle/consistency.ts';
import type { Checkpoint } from '../core/note/checkpoint.ts';
import { parseNote } from '../core/note/note.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';

/** Where the memory lives; one note a ledger. */
export interface CheckpointMemory {
  load(origin: string): Promise<string | undefined>;
  /** Durable when it returns. */
  store(origin: string, note: string): Promise<void>;
}

/** Fetches a consistency proof: hashes in base64. */
export type FetchConsistency = (from: number, to: number) => Promise<readonly string[]>;

/**
 * Opens a checkpoint under the policy and compares it with the one remembered; remembers the larger of the two.
 * @throws InputError `checkpoint-inconsistent` when both cannot be of one log; `bad-note-signature`, `unverified-note`
 */
export async function rememberCheckpoint(
  note: string,
  policy: TrustPolicy,
  memory: CheckpointMemory,
  fetchProof: FetchConsistency,
): Promise<OpenedCheckpoint> {
  const opened = openCheckpoint(parseNote(note), policy);
  const { checkpoint } = opened;
  const remembered = await memory.load(checkpoint.origin);
  if (remembered === undefined) {
    await memory.store(checkpoint.origin, note);
    return opened;
  }
  const last = openCheckpoint(parseNote(remembered), policy).checkpoint;
  const [older, newer] = last.size <= checkpoint.size ? [last, checkpoint] : [checkpoint, last];
  await assertConsistent(older, newer, fetchProof);
  if (newer === checkpoint && checkpoint.size > last.size) await memory.store(checkpoint.origin, note);
  return opened;
}

async function assertConsistent(older: Checkpoint, newer: Checkpoint, fetchProof: FetchConsistency): Promise<void> {
  if (older.size === newer.size && equalBytes(older.root, newer.root)) return;
  if (older.size === 0) return;
  try {
    const proof = older.size === newer.size ? [] : await fetchProof(older.size, newer.size);
    checkConsistency(
      older.size,
      newer.size,
      older.root,
      newer.root,
      proof.map((hash) => decodeBase64(hash, 32)),
    );
  } catch (cause) {
    if (cause instanceof InputError && cause.code === 'unreachable') throw cause;
    throw new InputError(
      'checkpoint-inconsistent',
      `the checkpoints of size ${older.size} and ${newer.size} of ${newer.origin} are not of one log`,
      { cause },
    );
  }
}
