/**
 * Two views of one log compared: the ledger's own, and what a mirror or a witness shows. A contradiction is kept as evidence.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { checkConsistency } from '../../core/merkle/consistency.ts';
import { MAX_NOTE_BYTES } from '../../core/note/note.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { forkEvidence, type LogNote, openLogNote, type StaticFiles } from '../../verify/evidence-file/assemble.ts';
import { encodeEvidenceFile } from '../../verify/evidence-file/document.ts';
import type { Follower } from '../../verify/follow/follower.ts';
import { TreeFiles } from '../../verify/follow/tree-files.ts';
import { type Alarm, makeAlarm } from '../../verify/monitor/alarm.ts';

/** Another place that shows a checkpoint of the log. */
export interface OtherView {
  /** Its address, for messages. */
  readonly name: string;
  /** The note; undefined where there is none. */
  checkpoint(): Promise<Uint8Array | undefined>;
  /** Its tiles, where it has any. */
  readonly files: StaticFiles;
}

/** Keeps evidence, and says where. Durable when it returns. */
export type KeepEvidence = (name: string, bytes: Uint8Array) => Promise<string>;

export interface ViewParts {
  readonly policy: TrustPolicy;
  readonly files: StaticFiles;
  readonly keepEvidence: KeepEvidence;
}

/** The text of a note. @throws InputError `bad-note`, `bad-utf8` */
export function noteText(bytes: Uint8Array): string {
  if (bytes.length > MAX_NOTE_BYTES) throw new InputError('bad-note', `a note of ${bytes.length} bytes`);
  return decodeUtf8(bytes, 'checkpoint');
}

/**
 * The alarm that two notes of one log contradict each other. With evidence it stands until somebody deals with it; without, only
 * that the place does not show otherwise can be said, and a later look may show it. One a subject: that a second history
 * grows makes no new alarm.
 */
export async function forkAlarm(
  { policy, keepEvidence }: ViewParts,
  notes: readonly [string, string],
  where: string,
  subject: string,
  larger: StaticFiles,
): Promise<Alarm> {
  const { id } = makeAlarm('alarm', 'checkpoint-inconsistent', subject, '');
  try {
    const [a, b] = [openLogNote(notes[0], policy), openLogNote(notes[1], policy)];
    const evidence = encodeEvidenceFile(await forkEvidence(a, b, larger));
    const path = await keepEvidence(`fork-${id}.evidence.json`, evidence);
    const message = `${where} shows a second history, signed with the key of the log; evidence: ${path}`;
    return makeAlarm('alarm', 'checkpoint-inconsistent', subject, message, { isLasting: true });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const message = `${where} does not show that its checkpoint continues what was seen before (${error.message})`;
    return makeAlarm('alarm', 'checkpoint-inconsistent', subject, message);
  }
}

/** What to tell of another view, beside what was followed up to the note `ours`. */
export async function alarmsOfView(
  parts: ViewParts,
  view: OtherView,
  ours: string,
  follower: Follower,
): Promise<Alarm[]> {
  try {
    const bytes = await view.checkpoint();
    if (bytes === undefined) throw new InputError('nothing-published', `${view.name} shows no checkpoint`);
    const theirs = noteText(bytes);
    const opened = openLogNote(theirs, parts.policy);
    if (opened.checkpoint.size <= follower.size) {
      const root = await follower.rootAt(opened.checkpoint.size);
      if (root !== undefined && equalBytes(root, opened.checkpoint.root)) return [];
      return [await forkAlarm(parts, [ours, theirs], view.name, view.name, parts.files)];
    }
    if (await extendsOurs(view.files, opened, openLogNote(ours, parts.policy))) {
      const message = `${view.name} shows ${opened.checkpoint.size} records, the ledger ${follower.size}`;
      return [makeAlarm('doubt', 'view-behind', view.name, message)];
    }
    return [await forkAlarm(parts, [ours, theirs], view.name, view.name, view.files)];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [makeAlarm('doubt', error.code, view.name, `${view.name}: ${error.message}`)];
  }
}

/** False where their tree is another one; true where it is ours, grown, or they do not show which. */
async function extendsOurs(files: StaticFiles, theirs: LogNote, ours: LogNote): Promise<boolean> {
  const [older, newer] = [ours.checkpoint, theirs.checkpoint];
  if (older.size === 0) return true;
  try {
    const proof = await new TreeFiles(files, newer).consistency(older.size);
    checkConsistency(older.size, newer.size, older.root, newer.root, proof);
    return true;
  } catch (error) {
    if (error instanceof InputError && error.code === 'bad-consistency-proof') return false;
    if (error instanceof InputError && ['object-missing', 'bad-tile'].includes(error.code)) return true;
    throw error;
  }
}
