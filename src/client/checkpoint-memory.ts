/**
 * What a client remembers of a ledger: the last checkpoint that it saw. Each later one must contain it, and each earlier
 * one be contained (I1); a ledger that shows something else has forked, and the client says so instead of going on.
 * @module
 */
import { decodeBase64 } from '../core/bytes/base64.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import { checkConsistency } from '../core/merkle/consistency.ts';
import { EMPTY_ROOT, HASH_BYTES } from '../core/merkle/hash.ts';
import type { Checkpoint } from '../core/note/checkpoint.ts';
import { parseNote } from '../core/note/note.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';

/** Where the memory lives; one note a ledger. */
export interface CheckpointMemory {
  load(origin: string): Promise<string | undefined>;
  /** Durable when it returns. */
  store(origin: string, note: string): Promise<void>;
  /**
   * Keeps a note that contradicts the one remembered, which stays, and says where both lie; undefined where it keeps no more.
   * Durable when it returns.
   */
  keepContradiction?(origin: string, note: string): Promise<KeptContradiction | undefined>;
}

/** Where two notes lie that cannot be of one log. */
export interface KeptContradiction {
  readonly remembered: string;
  readonly contradicting: string;
}

/** Fetches a consistency proof: hashes in base64. */
export type FetchConsistency = (from: number, to: number) => Promise<readonly string[]>;

/**
 * Opens a checkpoint under the policy and compares it with the one remembered; remembers the larger of the two. Calls for
 * one memory must not overlap.
 * @throws InputError `checkpoint-inconsistent` when both cannot be of one log, and then keeps both; `bad-note-signature`, `unverified-note`; and
 *   what `fetchProof` throws, when for lack of a proof nothing can be said
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
  try {
    await assertExtends(newer, older, fetchProof);
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'checkpoint-inconsistent') throw error;
    throw await keepBoth(error, memory, checkpoint.origin, note);
  }
  if (checkpoint.size > last.size) await memory.store(checkpoint.origin, note);
  return opened;
}

/** The error, which names both notes where the memory keeps them: two notes are what evidence is made of. */
async function keepBoth(
  error: InputError,
  memory: CheckpointMemory,
  origin: string,
  note: string,
): Promise<InputError> {
  const kept = await memory.keepContradiction?.(origin, note).catch(() => undefined);
  if (kept === undefined) return error;
  const { remembered, contradicting } = kept;
  const message = `${error.message}; both are kept: ledgerline evidence fork ${remembered} ${contradicting}`;
  return new InputError('checkpoint-inconsistent', message, { cause: error });
}

/** @throws InputError `checkpoint-inconsistent` unless `newer` contains `older` */
async function assertExtends(newer: Checkpoint, older: Checkpoint, fetchProof: FetchConsistency): Promise<void> {
  if (older.size === newer.size) {
    if (!equalBytes(older.root, newer.root)) throw inconsistent(newer, older);
    return;
  }
  if (older.size === 0) {
    if (!equalBytes(older.root, EMPTY_ROOT)) throw inconsistent(newer, older);
    return;
  }
  try {
    const proof = (await fetchProof(older.size, newer.size)).map((hash) => decodeBase64(hash, HASH_BYTES));
    checkConsistency(older.size, newer.size, older.root, newer.root, proof);
  } catch (cause) {
    if (!(cause instanceof InputError) || !isContradiction(cause.code)) throw cause;
    throw inconsistent(newer, older, cause);
  }
}

/**
 * True when the server itself says that it cannot connect two checkpoints that its ledger signed: the proof is wrong, or it
 * does not know the larger tree. Everything else (no network, a proxy's page, a missing token) says nothing about the log.
 */
function isContradiction(code: ErrorCode): boolean {
  return ['bad-consistency-proof', 'bad-base64', 'bad-tree-range', 'not-published', 'not-found'].includes(code);
}

function inconsistent(newer: Checkpoint, older: Checkpoint, cause?: InputError): InputError {
  return new InputError(
    'checkpoint-inconsistent',
    `the checkpoints of size ${older.size} and ${newer.size} of ${newer.origin} are not of one log`,
    { cause },
  );
}
