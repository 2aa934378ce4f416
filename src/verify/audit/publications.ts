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

/**
 * Files in a row without a single checkpoint in its place, after which no further one is read: a server that answers every
 * path with a page would be read for ever.
 */
const MAX_BARREN_FILES = 16;

export class Publications {
  readonly #files: PinnedFiles;
  readonly #findings: Findings;
  readonly #trust: CheckpointTrust | undefined;
  readonly #notesFiles: NotesFiles;
  readonly #latest: LatestCheck;
  readonly #differing: Run;
  readonly #otherOrigins: Run;
  readonly #notRising: Run;
  #waiting: Publication[] = [];
  #isRead = false;
  #barrenFiles = 0;
  #origin: string | undefined;
  /** Size of the last note read. */
  #lastSize = -1;
  #comparedSize = 0;
  #soundSize = 0;

  constructor(files: PinnedFiles, findings: Findings, trust?: CheckpointTrust) {
    this.#files = files;
    this.#findings = findings;
    this.#trust = trust;
    this.#notesFiles = new NotesFiles(files, findings);
    this.#latest = new LatestCheck(files, findings, trust);
    this.#differing = this.#createRun('root-differs');
    this.#otherOrigins = this.#createRun('checkpoint-origin');
    this.#notRising = this.#createRun('checkpoint-order');
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
    return this.#soundSize;
  }

  /** Size of the newest checkpoint to which the tree has come, or 0: its partial tiles must be there. */
  get newestSize(): number {
    return this.#comparedSize;
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
    this.#comparedSize = checkpoint.size;
    if (equalBytes(checkpoint.root, root)) {
      this.#differing.end();
      this.#soundSize = checkpoint.size;
    } else {
      const where = `the first change lies in records ${this.published} to ${checkpoint.size - 1}`;
      this.#differing.add(ordinal, `another root than the records give; ${where}`);
    }
  }

  /**
   * Reads what is left, and checks `checkpoint`.
   * @param isWhole false if the tree could not be followed to the end: notes beyond it then say nothing
   */
  async end(isWhole: boolean): Promise<void> {
    await this.load(Number.POSITIVE_INFINITY);
    for (const run of [this.#differing, this.#otherOrigins, this.#notRising]) run.end();
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
    const inOrder = publications.filter((publication) => this.#isInOrder(publication));
    this.#waiting.push(...inOrder);
    this.#barrenFiles = inOrder.length === 0 ? this.#barrenFiles + 1 : 0;
    if (this.#barrenFiles === MAX_BARREN_FILES) this.#giveUp(file.path);
    await this.#trust?.judge(publications);
    if (this.#lastSize > this.#files.end.size && this.#files.isPublicCopy) await this.#stopAtStrangers();
  }

  /** Beyond the pinned end a server could show notes of its own for ever: only the log's are read on. */
  async #stopAtStrangers(): Promise<void> {
    await this.#trust?.judge([]); // returns when the notes before have been judged
    if (this.#trust !== undefined && this.#trust.newest === undefined) this.#isRead = true;
  }

  #giveUp(path: string): void {
    const message = `${path}: the ${MAX_BARREN_FILES}th file in a row without a checkpoint in its place; no further one is read`;
    this.#findings.problems.add({ code: 'checkpoints-corrupt', message, path });
    this.#isRead = true;
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
  #isInOrder({ ordinal, checkpoint }: Publication): boolean {
    const { origin, size } = checkpoint;
    this.#origin ??= origin;
    if (origin !== this.#origin) {
      this.#otherOrigins.add(ordinal, `of ${JSON.stringify(origin)}, not ${JSON.stringify(this.#origin)}`);
    } else if (size <= this.#lastSize) {
      this.#notRising.add(ordinal, `size ${size} after size ${this.#lastSize}`);
    } else {
      this.#lastSize = size;
      return true;
    }
    return false;
  }

  /** Notes of sizes that the tree never came to. */
  async #checkBeyond(): Promise<void> {
    const { size } = this.#files.end;
    if (this.#waiting.length === 0 || !this.#files.isEndKnown) return;
    const now = (await this.#files.movedTo())?.committed ?? size;
    const beyond = this.#createRun('checkpoint-beyond');
    for (const { ordinal, checkpoint } of this.#waiting) {
      if (checkpoint.size > now) beyond.add(ordinal, `size ${checkpoint.size}, but only ${now} records are there`);
    }
    beyond.end();
  }

  #createRun(code: 'root-differs' | 'checkpoint-origin' | 'checkpoint-order' | 'checkpoint-beyond'): Run {
    return new Run((first, last, detail) => {
      const path = formatNotesPath(Math.floor(first / NOTES_PER_FILE));
      this.#findings.problems.add({ code, message: `${path}: ${nameRun('note', first, last)}: ${detail}`, path });
    });
  }
}
