/**
 * The files of a ledger as of one moment: where it ends is pinned at the start, although a running ledger may go on
 * growing while the audit reads. Reading never throws for what is stored: what cannot be read becomes a finding.
 *
 * Full tiles never change. A partial tile goes when its size is neither the newest committed nor the newest published one;
 * its hashes are then the first of a wider tile. So a moved end explains a missing partial tile, and nothing else does.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { type Checkpoint, parseCheckpoint } from '../../core/note/checkpoint.ts';
import { parseNote } from '../../core/note/note.ts';
import {
  HEAD_PATH,
  type HeadRecord,
  parseHeadRecord,
  parseStagedRecords,
  type StagedRecords,
  stagedPathOf,
} from './engine-files.ts';
import type { Findings } from './findings.ts';
import { isPublicCopy, type LedgerFiles } from './ledger-files.ts';

/** The public name of the newest published checkpoint. */
export const CHECKPOINT_PATH = 'checkpoint';

/** Where the ledger ended when the audit began. */
export interface PinnedEnd {
  /** How many records to audit. */
  readonly size: number;
  /** The root that something claims for that size; undefined where nothing readable does. */
  readonly root: Uint8Array | undefined;
  /** Absent in a public copy, and where it is unreadable. */
  readonly head: HeadRecord | undefined;
  /** The batch that leads to the head, where it is still staged: its tiles may not all be written yet. */
  readonly staged: StagedRecords | undefined;
  /** The bytes of `checkpoint`. */
  readonly checkpoint: Uint8Array | undefined;
}

export class PinnedFiles {
  readonly end: PinnedEnd;
  /** True where there is no engine: no `head` and no `staging/`. */
  readonly isPublicCopy: boolean;
  readonly #files: LedgerFiles;
  readonly #findings: Findings;
  readonly #unreadable: Set<string>;

  private constructor(files: LedgerFiles, findings: Findings, unreadable: Set<string>, end: PinnedEnd) {
    this.#files = files;
    this.#findings = findings;
    this.#unreadable = unreadable;
    this.end = end;
    this.isPublicCopy = isPublicCopy(files);
  }

  /** Pins the end: that of `head`, or of `checkpoint` where there is no head. */
  static async open(files: LedgerFiles, findings: Findings): Promise<PinnedFiles> {
    const unreadable = new Set<string>();
    const read = (path: string) => readOrReport(files, findings, unreadable, path);
    // Published is never more than committed: reading in this order, a checkpoint never seems to run ahead.
    const checkpoint = await read(CHECKPOINT_PATH);
    const bytes = isPublicCopy(files) ? undefined : await read(HEAD_PATH);
    const head = bytes === undefined ? undefined : parseHead(bytes, findings);
    if (bytes === undefined && !isPublicCopy(files) && !unreadable.has(HEAD_PATH)) {
      findings.problems.add({ code: 'head-missing', message: 'head: there is no head record', path: HEAD_PATH });
    }
    const staged = head === undefined ? undefined : await readStaged(head, read, findings);
    const stated = head ?? tryParseCheckpoint(checkpoint);
    const end = { size: stated?.size ?? 0, root: stated?.root, head, staged, checkpoint };
    return new PinnedFiles(files, findings, unreadable, end);
  }

  /** The bytes of a file, or undefined where there is none or it cannot be read. */
  read(path: string): Promise<Uint8Array | undefined> {
    return readOrReport(this.#files, this.#findings, this.#unreadable, path);
  }

  /** True when the file was found unreadable, which has been reported. */
  isUnreadable(path: string): boolean {
    return this.#unreadable.has(path);
  }

  /** Every path that can be listed. */
  async *list(): AsyncGenerator<string, void> {
    try {
      yield* this.#files.list?.() ?? [];
    } catch (error) {
      this.#findings.problems.addError(error, {});
    }
  }

  /** False where the file that says where the ledger ends is missing or damaged: there may be more of it. */
  get isEndKnown(): boolean {
    return this.end.head !== undefined || (this.isPublicCopy && this.end.root !== undefined);
  }

  /**
   * Where the ledger ends now, if it has committed or published since its end was pinned; else undefined. Partial tiles of
   * sizes before may then be gone, and those of `committed` may not be written yet.
   */
  async movedTo(): Promise<{ readonly committed: number; readonly published: number } | undefined> {
    const { head, checkpoint, size } = this.end;
    const bytes = await this.#readAgain(CHECKPOINT_PATH);
    const hasPublished = bytes !== undefined && !(checkpoint !== undefined && equalBytes(bytes, checkpoint));
    const published = tryParseCheckpoint(bytes)?.size ?? 0;
    if (this.isPublicCopy) return hasPublished ? { committed: published, published } : undefined;
    const now = tryParseHead(await this.#readAgain(HEAD_PATH));
    if (head === undefined || now === undefined || now.size < size || now.generation < head.generation)
      return undefined;
    return hasPublished || now.generation > head.generation ? { committed: now.size, published } : undefined;
  }

  /** Undefined also for what cannot be read: that was reported the first time, or says nothing about the end. */
  #readAgain(path: string): Promise<Uint8Array | undefined> {
    return this.#files.read(path).catch(() => undefined);
  }
}

async function readOrReport(
  files: LedgerFiles,
  findings: Findings,
  unreadable: Set<string>,
  path: string,
): Promise<Uint8Array | undefined> {
  if (unreadable.has(path)) return undefined;
  try {
    return await files.read(path);
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'unreadable-file') throw error;
    unreadable.add(path);
    findings.problems.addError(error, { path });
    return undefined;
  }
}

function parseHead(bytes: Uint8Array, findings: Findings): HeadRecord | undefined {
  try {
    const head = parseHeadRecord(bytes);
    // Each commit adds a record or more.
    const isPlausible = head.size === 0 ? head.generation === 0 : head.generation >= 1 && head.generation <= head.size;
    if (!isPlausible) {
      const message = `head: generation ${head.generation} cannot have size ${head.size}`;
      findings.problems.add({ code: 'head-differs', message, path: HEAD_PATH });
    }
    return head;
  } catch (error) {
    findings.problems.addError(error, { path: HEAD_PATH });
    return undefined;
  }
}

async function readStaged(
  head: HeadRecord,
  read: (path: string) => Promise<Uint8Array | undefined>,
  findings: Findings,
): Promise<StagedRecords | undefined> {
  const path = stagedPathOf(head);
  const bytes = await read(path);
  if (bytes === undefined) return undefined;
  try {
    const staged = parseStagedRecords(path, bytes);
    if (staged.oldSize + staged.records.length === head.size) return staged;
    const records = `records ${staged.oldSize} to ${staged.oldSize + staged.records.length - 1}`;
    throw new InputError('staging-corrupt', `${path}: holds ${records}, which do not lead to size ${head.size}`);
  } catch (error) {
    findings.problems.addError(error, { path });
    return undefined;
  }
}

function tryParseHead(bytes: Uint8Array | undefined): HeadRecord | undefined {
  try {
    return bytes === undefined ? undefined : parseHeadRecord(bytes);
  } catch {
    return undefined;
  }
}

function tryParseCheckpoint(bytes: Uint8Array | undefined): Checkpoint | undefined {
  try {
    return bytes === undefined ? undefined : parseCheckpoint(parseNote(bytes).text);
  } catch {
    return undefined;
  }
}
