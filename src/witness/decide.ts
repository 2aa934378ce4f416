/**
 * What a witness decides (C2SP tlog-witness, add-checkpoint): cosign a checkpoint that is signed by the log and
 * consistent with the last one it cosigned, and nothing else.
 *
 * The checks stand in the order of the specification, and each has its status there:
 *
 * | step | refused | status |
 * |---|---|---|
 * | `openSubmission` | malformed; old size above the checkpoint's | 400 |
 * | | origin unknown | 404 |
 * | | no signature by a key of the log, or a wrong one | 403 |
 * | | size 0 with another root than the empty tree's | 422 |
 * | `decide` | old size is not the one cosigned last | 409 |
 * | | the proof does not hold; the same size with another root | 422 |
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import type { VerifySignature } from '../core/crypto/public-key.ts';
import { InputError } from '../core/error.ts';
import { checkConsistency } from '../core/merkle/consistency.ts';
import { EMPTY_ROOT } from '../core/merkle/hash.ts';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from '../core/note/checkpoint.ts';
import { type Note, type NoteSignature, parseNote } from '../core/note/note.ts';
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

/** A checkpoint that its log signed. */
export interface Submission extends AddCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Its text, made anew from what was parsed: what the witness signs. */
  readonly text: string;
  /** The log's own signatures, verified; those of anybody else are left out. */
  readonly logSignatures: readonly NoteSignature[];
}

/** A checkpoint that may be cosigned, once `memory` is replaced by it durably. */
export interface Approved {
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

/** The size cosigned last is not the one that the request starts from. */
export class StaleRequest extends InputError {
  /** The size that the witness cosigned last, 0 before the first. */
  readonly size: number;

  constructor(size: number, oldSize: number) {
    super('witness-stale', `the witness cosigned size ${size} last, not ${oldSize}`);
    this.size = size;
  }
}

/**
 * What can be told without the witness's memory.
 * @param keysOf the keys of the log with an origin; none where it is not witnessed
 * @throws InputError `bad-add-checkpoint` and the codes of notes and checkpoints; `witness-unknown-log`;
 *   `bad-note-signature` or `unverified-note`; `bad-consistency-proof`
 */
export function openSubmission(
  request: AddCheckpoint,
  keysOf: (origin: string) => readonly VerifierKey[],
  verify?: VerifySignature,
): Submission {
  const note = parseNote(request.note);
  const checkpoint = parseCheckpoint(note.text, { allowExtensions: true });
  const { origin, size, root } = checkpoint;
  if (request.oldSize > size)
    throw new InputError('bad-add-checkpoint', `old size ${request.oldSize} is larger than the checkpoint's, ${size}`);
  const keys = keysOf(origin);
  if (keys.length === 0)
    throw new InputError('witness-unknown-log', `no log named ${JSON.stringify(origin)} is witnessed here`);
  const logSignatures = verifiedSignatures(note, keys, verify);
  const text = formatCheckpoint(checkpoint);
  if (text !== note.text) throw new InputError('bad-checkpoint', 'checkpoint: has another spelling than it must have');
  if (size === 0 && !equalBytes(root, EMPTY_ROOT))
    throw new InputError('bad-consistency-proof', 'size 0 has another root than the empty tree');
  return { ...request, checkpoint, text, logSignatures };
}

/** Decides. @throws InputError `witness-stale` ({@link StaleRequest}), `bad-consistency-proof` */
export function decide({ checkpoint, oldSize, consistency }: Submission, memory: WitnessMemory): void {
  if (oldSize !== memory.size) throw new StaleRequest(memory.size, oldSize);
  if (oldSize > 0) checkConsistency(oldSize, checkpoint.size, memory.root, checkpoint.root, consistency);
  else if (consistency.length > 0) throw new InputError('bad-consistency-proof', 'a proof from size 0 must be empty');
}

/** Both steps, for a witness of one log whose keys bear its name. @throws InputError as they do */
export function approve(
  request: AddCheckpoint,
  logKeys: readonly VerifierKey[],
  memory: WitnessMemory,
  verify?: VerifySignature,
): Approved {
  const submission = openSubmission(request, (origin) => logKeys.filter((key) => key.name === origin), verify);
  decide(submission, memory);
  const { checkpoint, text, logSignatures } = submission;
  return { checkpoint, note: { text, signatures: logSignatures } };
}

/** The signatures by `keys`, once all of them verified. A key is known by name and ID together. */
function verifiedSignatures(note: Note, keys: readonly VerifierKey[], verify?: VerifySignature): NoteSignature[] {
  const { verified } = openNote(note, keys, verify);
  const isVerified = ({ name, keyId }: NoteSignature): boolean =>
    verified.some(({ key }) => key.name === name && key.keyId === keyId);
  return note.signatures.filter(isVerified);
}
