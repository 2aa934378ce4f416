/**
 * The published notes of a log, from a source that nobody need trust: each counts when the log signed it, as a trust policy
 * knows the log. In `checkpoints/` their sizes rise, so that no source can go on for ever.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import type { Checkpoint } from '../../core/note/checkpoint.ts';
import { parseNote } from '../../core/note/note.ts';
import type { OpenedCheckpoint } from '../../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { assertLogSigned, assertQuorum, openAnchor } from '../anchor.ts';
import { formatNotesPath, NOTES_PER_FILE, scanNotes } from '../audit/checkpoint-files.ts';
import type { LedgerFiles } from '../audit/ledger-files.ts';
import { type SignatureBackend, withSignatures } from '../signatures.ts';

/** A note with the signature of a log that the policy names. */
export interface SignedNote {
  readonly bytes: Uint8Array;
  readonly checkpoint: Checkpoint;
  readonly opened: OpenedCheckpoint;
}

/** Who judges notes. */
export interface NoteTrust {
  readonly policy: TrustPolicy;
  readonly verifySignature: SignatureBackend;
}

/**
 * Opens a note that the log must have signed.
 * @param options.quorum whether the policy's quorum must have cosigned it too
 * @throws InputError `bad-note`, `bad-checkpoint`, `bad-note-signature`; `other-policy`, `unverified-note`, and with the quorum
 *   `too-few-cosignatures`, `unchecked-cosignature`: nobody can tell
 */
export async function openSignedNote(
  bytes: Uint8Array,
  { policy, verifySignature }: NoteTrust,
  { quorum = false }: { readonly quorum?: boolean } = {},
): Promise<SignedNote> {
  const note = parseNote(bytes);
  const anchor = await withSignatures(verifySignature, (verify) => openAnchor(note, policy, verify));
  assertLogSigned([anchor], policy);
  if (quorum) assertQuorum([anchor], policy);
  const { checkpoint, opened } = anchor;
  if (opened === undefined) throw new InputError('unverified-note', 'the log did not sign the checkpoint');
  return { bytes, checkpoint, opened };
}

/**
 * The notes in `checkpoints/` that follow the first `count`, up to and with `last`, opened, a file of them at a time.
 * @param size the size of the last of the first `count` notes
 * @throws InputError as {@link openSignedNote}; `object-missing`, `checkpoints-corrupt` where the files do not lead to `last`
 */
export async function* notesUpTo(
  files: Pick<LedgerFiles, 'read'>,
  from: { readonly count: number; readonly size: number },
  last: SignedNote,
  trust: NoteTrust,
): AsyncGenerator<readonly SignedNote[]> {
  let { count, size } = from;
  for (let isEnd = false; !isEnd; ) {
    const path = formatNotesPath(Math.floor(count / NOTES_PER_FILE));
    const bytes = await files.read(path);
    if (bytes === undefined) throw new InputError('object-missing', `${path}: the file is missing`);
    const found = scanNotes(bytes).notes.slice(count % NOTES_PER_FILE, NOTES_PER_FILE);
    const end = found.findIndex((note) => equalBytes(note, last.bytes));
    isEnd = end >= 0;
    const notes: SignedNote[] = [];
    for (const note of isEnd ? found.slice(0, end + 1) : found) {
      const signed = await openSignedNote(note.slice(), trust);
      assertNext(path, size, signed, last);
      size = signed.checkpoint.size;
      notes.push(signed);
    }
    count += notes.length;
    if (!isEnd && count % NOTES_PER_FILE !== 0)
      throw new InputError('checkpoints-corrupt', `${path}: ends before the note that checkpoint shows`);
    yield notes;
  }
}

function assertNext(path: string, size: number, { bytes, checkpoint }: SignedNote, last: SignedNote): void {
  if (checkpoint.origin !== last.checkpoint.origin)
    throw new InputError('checkpoint-origin', `${path}: a note of ${JSON.stringify(checkpoint.origin)}`);
  const isLast = equalBytes(bytes, last.bytes);
  if (checkpoint.size > size && (isLast || checkpoint.size < last.checkpoint.size)) return;
  throw new InputError(
    'checkpoint-order',
    `${path}: a note of size ${checkpoint.size} after one of ${size}, where checkpoint shows ${last.checkpoint.size}`,
  );
}
