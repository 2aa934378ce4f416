/**
 * The published checkpoints against the tree: every note in `checkpoints/` is well-formed, larger than the one before, of
 * the same log, and carries the root that the records give at its size (I1). `checkpoint` shows the last of them.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { type Checkpoint, parseCheckpoint } from '../../core/note/checkpoint.ts';
import { type Note, parseNote } from '../../core/note/note.ts';
import { formatNotesPath, NOTES_PER_FILE, NotesFiles } from './checkpoint-files.ts';
import { type CheckpointTrust, type NoteInPlace, nameNote } from './checkpoint-trust.ts';
import { type Findings, nameRun, Run } from './findings.ts';
import { LatestCheck } from './latest-check.ts';
import type { PinnedFiles } from './pinned-files.ts';

/** A published checkpoint that waits for the tree to reach its size. */
interface Publication extends NoteInPlace {
  readonly ordinal: number;
  readonly checkpoint: Checkpoint;
}

export class Publications {
  readonly #files: PinnedFiles;
  readonly #findings: Findings;
  readonly #trust: CheckpointTrust | undefined;
  readonly #notesFiles: NotesFiles;
  readonly #latest: LatestCheck;
  readonly #differing: Run;
  #waiting: Publication[] = [];
  #isRead = false;
  #origin: string | undefined;
  /** Size of the last note read. */
  #lastSize = -1;
  /** Size of the newest note whose root is that of the records; -1 before the first. */
  #soundSize = -1;
  /** Size of the first note in a run of notes with other roots, and of the sound one before it. */
  #differingSizes = { first: 0, before: 0 };

  constructor(files: PinnedFiles, findings: Findings, trust?: CheckpointTrust) {
    this.#files = files;
    this.#findings = findings;
    this.#trust = trust;
    this.#notesFiles = new NotesFiles(files, findings);
    this.#latest = new LatestCheck(files, findings, trust);
    this.#differing = new Run((first, last) => this.#reportRoots(first, last));
  }

  /** Files of notes read so far. */
  get fileCount(): number {
    return this.#notesFiles.count;
  }

  /** The origin of the checkpoints; undefined before the first. */
  get origin(): string | undefined {
    return this.#origin;
  }

  /** Size of the newest checkpoint that the records bear out, or 0. */
  get published(): number {
    return Math.max(0, this.#soundSize);
  }

  /** Reads on until all notes of sizes up to `size` are waiting. */
  async load(size: number): Promise<void> {
    while (!this.#isRead && this.#lastSize <= size) await this.#readFile();
  }

  /** The smallest size that a waiting note states; undefined if none waits. */
  get nextSize(): number | undefined {
    return this.#waiting[0]?.checkpoint.size;
  }

  /** Compares the note that waits for this size with the tree's root. */
  compare(root: Uint8Array): void {
    const publication = this.#waiting.shift();
    if (publication === undefined) return;
    const { checkpoint, ordinal } = publication;
    if (equalBytes(checkpoint.root, root)) {
      this.#differing.end();
      this.#soundSize = checkpoint.size;
    } else {
      if (!this.#differing.isOpen) this.#differingSizes = { first: checkpoint.size, before: this.published };
      this.#differing.add(ordinal);
    }
  }

  /**
   * Reads what is left, and checks `checkpoint`.
   * @param isWhole false if the tree could not be followed to the end: notes beyond it then say nothing
   */
  async end(isWhole: boolean): Promise<void> {
    await this.load(Number.POSITIVE_INFINITY);
    this.#differing.end();
    if (isWhole) await this.#checkBeyond();
    await this.#latest.end();
    await this.#trust?.end();
  }

  async #readFile(): Promise<void> {
    const file = await this.#notesFiles.next();
    if (file === undefined) {
      this.#isRead = true;
      return;
    }
    const publications: Publication[] = [];
    for (const [i, bytes] of file.notes.entries()) {
      const ordinal = file.firstOrdinal + i;
      this.#latest.add(ordinal, bytes);
      const publication = this.#parse(file.path, ordinal, bytes);
      if (publication !== undefined) publications.push(publication);
    }
    if (file.isTorn) this.#latest.addTorn(file.path);
    this.#waiting.push(...publications.filter((publication) => this.#isInOrder(publication)));
    await this.#trust?.judge(publications);
  }

  #parse(path: string, ordinal: number, bytes: Uint8Array): Publication | undefined {
    try {
      const note: Note = parseNote(bytes);
      const checkpoint = parseCheckpoint(note.text);
      return { note, origin: checkpoint.origin, path, ordinal, checkpoint };
    } catch (error) {
      this.#findings.problems.addError(error, { path }, nameNote(path, ordinal));
      return undefined;
    }
  }

  /** True for a note that can be compared with the tree in its turn; else it was reported. */
  #isInOrder({ path, ordinal, checkpoint }: Publication): boolean {
    const { origin, size } = checkpoint;
    this.#origin ??= origin;
    const report = (code: 'checkpoint-origin' | 'checkpoint-order', what: string): false => {
      this.#findings.problems.add({ code, message: `${nameNote(path, ordinal)}: ${what}`, path });
      return false;
    };
    if (origin !== this.#origin) {
      return report('checkpoint-origin', `of ${JSON.stringify(origin)}, not ${JSON.stringify(this.#origin)}`);
    }
    if (size <= this.#lastSize) return report('checkpoint-order', `size ${size} after size ${this.#lastSize}`);
    this.#lastSize = size;
    return true;
  }

  /** Notes of sizes that the tree never came to. */
  async #checkBeyond(): Promise<void> {
    const { size } = this.#files.end;
    if (this.#waiting.length === 0 || !this.#files.isEndKnown) return;
    const now = (await this.#files.movedTo()) ?? size;
    const beyond = this.#waiting.filter(({ checkpoint }) => checkpoint.size > now);
    const run = new Run((first, last) => {
      const path = beyond.find(({ ordinal }) => ordinal === first)?.path ?? '';
      const message = `${path}: ${nameRun('note', first, last)}: of more than the ${now} records that are there`;
      this.#findings.problems.add({ code: 'checkpoint-beyond', message, path });
    });
    for (const { ordinal } of beyond) run.add(ordinal);
    run.end();
  }

  #reportRoots(first: number, last: number): void {
    const { first: size, before } = this.#differingSizes;
    const path = formatNotesPath(Math.floor(first / NOTES_PER_FILE));
    const where = `the first change lies in records ${before} to ${size - 1}`;
    const message = `${path}: ${nameRun('note', first, last)}: other roots than the records give; ${where}`;
    this.#findings.problems.add({ code: 'root-differs', message, path });
  }
}
