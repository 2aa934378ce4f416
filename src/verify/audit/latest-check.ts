/**
 * The file `checkpoint` against the notes in `checkpoints/`. An append writes the note first and replaces `checkpoint`
 * then, so a crash leaves it one note behind, or leaves a torn note after the one that it shows; all else is damage.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { type Note, parseNote } from '../../core/note/note.ts';
import type { CheckpointTrust } from './checkpoint-trust.ts';
import type { Findings } from './findings.ts';
import { CHECKPOINT_PATH, type PinnedFiles } from './pinned-files.ts';

export class LatestCheck {
  readonly #files: PinnedFiles;
  readonly #findings: Findings;
  readonly #trust: CheckpointTrust | undefined;
  #last: { readonly ordinal: number; readonly bytes: Uint8Array } | undefined;
  /** Number of the note that `checkpoint` shows. */
  #shown: number | undefined;
  #tornPath: string | undefined;

  constructor(files: PinnedFiles, findings: Findings, trust: CheckpointTrust | undefined) {
    this.#files = files;
    this.#findings = findings;
    this.#trust = trust;
  }

  /** The next whole note of `checkpoints/`. */
  add(ordinal: number, bytes: Uint8Array): void {
    const { checkpoint } = this.#files.end;
    if (checkpoint !== undefined && equalBytes(bytes, checkpoint)) this.#shown = ordinal;
    this.#last = { ordinal, bytes };
  }

  /** The last file ends in a torn note. */
  addTorn(path: string): void {
    this.#tornPath = path;
  }

  /** All notes have been added. */
  async end(): Promise<void> {
    const { checkpoint } = this.#files.end;
    const ordinal = this.#last?.ordinal ?? -1;
    const hasMoved = (this.#shown ?? -1) < ordinal && (await this.#hasChanged());
    this.#checkTorn(hasMoved || this.#shown === ordinal || (ordinal < 0 && checkpoint === undefined));
    if (checkpoint === undefined) this.#checkMissing(ordinal, hasMoved);
    else if (this.#shown === undefined) await this.#reportOther(checkpoint);
    else if (this.#shown < ordinal && !hasMoved) this.#reportBehind(ordinal - this.#shown);
  }

  async #hasChanged(): Promise<boolean> {
    const { checkpoint } = this.#files.end;
    const now = await this.#files.read(CHECKPOINT_PATH);
    return now !== undefined && (checkpoint === undefined || !equalBytes(now, checkpoint));
  }

  #checkTorn(isCrash: boolean): void {
    const path = this.#tornPath;
    if (path === undefined) return;
    if (isCrash) this.#noteRecovery(path, 'ends in a torn note, which the next start cuts off');
    else this.#problem('checkpoints-corrupt', `${path}: damaged before the end of its last note`, path);
  }

  #checkMissing(ordinal: number, hasMoved: boolean): void {
    if (ordinal < 0) this.#reportNothing();
    else if (hasMoved || this.#files.isUnreadable(CHECKPOINT_PATH)) return;
    else if (ordinal === 0 && !this.#files.isPublicCopy) this.#noteRecovery(CHECKPOINT_PATH, 'not written yet');
    else this.#problem('object-missing', `${CHECKPOINT_PATH}: the file is missing`);
  }

  #reportBehind(notes: number): void {
    if (notes === 1) this.#noteRecovery(CHECKPOINT_PATH, 'shows the note before the last');
    else this.#problem('checkpoint-differs', `${CHECKPOINT_PATH}: shows a note that ${notes} others follow`);
  }

  /** `checkpoint` shows no note of `checkpoints/`. It may still say what the last of them says, under other signatures. */
  async #reportOther(checkpoint: Uint8Array): Promise<void> {
    const note = this.#parse(checkpoint);
    if (note === undefined) return;
    const isSameText = this.#last !== undefined && tryParse(this.#last.bytes)?.text === note.text;
    const what = isSameText
      ? 'other signature lines than the last note in checkpoints/ has'
      : 'a note that is not in checkpoints/';
    const finding = {
      code: 'checkpoint-differs',
      message: `${CHECKPOINT_PATH}: ${what}`,
      path: CHECKPOINT_PATH,
    } as const;
    // Under a policy the signatures decide: a line by an unknown key proves nothing against anybody.
    if (isSameText && this.#trust !== undefined) this.#findings.doubts.add(finding);
    else this.#findings.problems.add(finding);
    const { origin } = parseCheckpoint(note.text);
    await this.#trust?.judge([{ note, origin, path: CHECKPOINT_PATH, ordinal: undefined }]);
  }

  #parse(bytes: Uint8Array): Note | undefined {
    try {
      const note = parseNote(bytes);
      parseCheckpoint(note.text);
      return note;
    } catch (error) {
      this.#findings.problems.addError(error, { path: CHECKPOINT_PATH }, CHECKPOINT_PATH);
      return undefined;
    }
  }

  #reportNothing(): void {
    const message = 'no checkpoint is published: nobody has signed anything yet';
    this.#findings.doubts.add({ code: 'nothing-published', message });
  }

  #noteRecovery(path: string, what: string): void {
    this.#findings.notes.add({ code: 'needs-recovery', message: `${path}: ${what}`, path });
  }

  #problem(
    code: 'checkpoints-corrupt' | 'checkpoint-differs' | 'object-missing',
    message: string,
    path = CHECKPOINT_PATH,
  ): void {
    this.#findings.problems.add({ code, message, path });
  }
}

function tryParse(bytes: Uint8Array): Note | undefined {
  try {
    return parseNote(bytes);
  } catch {
    return undefined;
  }
}
