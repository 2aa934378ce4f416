/**
 * Following a ledger from one signed checkpoint to the next: every new record is tied to the checkpoint and judged by the rule book
 * that admission used (I4), its signature and its account root included. An auditor, a monitor and a mirror that replays are made
 * of this; it starts with nothing and holds what a replay holds.
 *
 * What comes from the source is taken in only when a checkpoint's root vouches for it. So a source that lies, or is cut
 * off, costs a call and leaves the follower where it was, or at a page on the way.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import { checkConsistency } from '../../core/merkle/consistency.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import type { Checkpoint } from '../../core/note/checkpoint.ts';
import { findRetired } from '../../core/rules/log-keys.ts';
import { STATE } from '../../core/rules/state.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { decodeEntries } from '../../core/tile/entry-bundle.ts';
import { formatEntriesPath } from '../../core/tile/path.ts';
import { type AuditFinding, Findings } from '../audit/findings.ts';
import { HashTree } from '../audit/hash-tree.ts';
import type { LedgerFiles } from '../audit/ledger-files.ts';
import { type RecordListener, Replay, tryOpenRecord } from '../audit/replay.ts';
import { RootHistory } from '../audit/root-history.ts';
import type { RuleState } from '../audit/rule-state.ts';
import type { SignatureBackend } from '../signatures.ts';
import { type EntryPage, TreeFiles } from './tree-files.ts';

export interface FollowerParts {
  /** The static read path of the log: a server's, a mirror's, a folder's. */
  readonly files: Pick<LedgerFiles, 'read'>;
  readonly verifySignature: SignatureBackend;
  /** Told of every record that the rules accepted, in order. */
  readonly onRecord?: RecordListener;
  /** Told of each page of entries once it is proven, before it is judged; pages that were partial come again, longer. */
  readonly onPage?: (page: EntryPage, checkpoint: Followed) => Promise<void>;
}

/** A checkpoint whose signatures the caller has checked. */
export interface Followed extends Pick<Checkpoint, 'origin' | 'size' | 'root'> {
  /** vkeys of the log whose signatures on it verified, where the caller knows: that none but retired keys signed is then a problem. */
  readonly signers?: readonly string[];
}

/** Calls must not overlap. */
export class Follower {
  readonly #parts: FollowerParts;
  readonly #tree = new HashTree();
  readonly #findings = new Findings();
  readonly #history: RootHistory;
  readonly #replay: Replay;
  /** Messages of problems that a checkpoint shows whenever it is looked at. */
  readonly #shown = new Set<string>();

  constructor(parts: FollowerParts) {
    this.#parts = parts;
    this.#history = new RootHistory(this.#tree, (index) => this.#leaves(index));
    this.#replay = new Replay(parts.verifySignature, this.#findings, parts.onRecord);
  }

  /** Records taken in. */
  get size(): number {
    return this.#tree.size;
  }

  /** The state of the rules after them, or after the last one that the rules could judge. */
  get state(): RuleState {
    return this.#replay.state;
  }

  /** What is wrong with the records so far, in their order. Empty for a ledger that keeps its rules. */
  get problems(): readonly AuditFinding[] {
    const { problems, doubts } = this.#findings;
    return [...problems.list().findings, ...doubts.list().findings];
  }

  /**
   * Takes in what the checkpoint holds beyond `size`; one that is not larger is compared. Afterwards `problems` tells whether the
   * records hold.
   * @throws InputError `checkpoint-inconsistent` where the log does not show that the checkpoint continues what was taken in;
   *   `record-altered`, `object-missing`, `bad-tile`, `bad-entry-bundle` where its files are not those of the checkpoint; and what
   *   the source throws
   */
  async follow(checkpoint: Followed): Promise<void> {
    if (checkpoint.size <= this.size) {
      await this.#compare(checkpoint);
      this.#checkSigners(checkpoint);
      return;
    }
    const files = new TreeFiles(this.#parts.files, checkpoint);
    await this.#assertContinued(files, checkpoint);
    while (this.size < checkpoint.size)
      await this.#take(await files.page(Math.floor(this.size / FULL_WIDTH)), checkpoint);
    await this.#replay.end();
    this.#checkEnd(checkpoint);
    this.#checkSigners(checkpoint);
  }

  /** The root over the first `size` records taken in; undefined beyond them. */
  rootAt(size: number): Promise<Uint8Array | undefined> {
    return this.#history.rootAt(size);
  }

  async #compare({ size, root }: Followed): Promise<void> {
    const ours = await this.rootAt(size);
    if (ours === undefined || !equalBytes(ours, root)) throw inconsistent(size, this.size, root);
  }

  async #assertContinued(files: TreeFiles, { size, root }: Followed): Promise<void> {
    if (this.size === 0) return;
    try {
      checkConsistency(this.size, size, this.#tree.root(), root, await files.consistency(this.size));
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'bad-consistency-proof') throw error;
      throw inconsistent(size, this.size, root);
    }
  }

  /** Takes in what of a page is new. Its beginning is what was taken in before: the consistency proof says so. */
  async #take(page: EntryPage, checkpoint: Followed): Promise<void> {
    await this.#parts.onPage?.(page, checkpoint);
    const known = this.size - page.index * FULL_WIDTH;
    const opened = page.entries.slice(known).map(tryOpenRecord);
    for (const hash of page.leafHashes.slice(known)) this.#tree.append(hash);
    if (this.#replay.isRunning) await this.#replay.run(opened, (size) => this.rootAt(size));
  }

  /** Nobody signs with nothing but keys that the tree itself has retired, but who has stolen one (I1). */
  #checkSigners({ signers, size }: Followed): void {
    const charter = this.state.value(STATE.ledger);
    if (charter === undefined || signers === undefined || signers.length === 0) return;
    const retired = findRetired(charter, signers, size);
    if (retired === undefined) return;
    const message = `the checkpoint of size ${size} is signed by none but ${signers.join(', ')}, which record ${retired.until} retired`;
    if (!this.#shown.has(message))
      this.#findings.problems.add({ code: 'log-key-retired', message, index: retired.until });
    this.#shown.add(message);
  }

  /** What only the end of a checkpoint shows. */
  #checkEnd({ origin, size }: Followed): void {
    if (!this.#replay.isRunning) return;
    const founded = this.#replay.origin;
    const { problems } = this.#findings;
    if (founded !== undefined && founded !== origin) {
      const message = `a checkpoint of ${JSON.stringify(origin)}, but records of ${JSON.stringify(founded)}`;
      problems.add({ code: 'checkpoint-origin', message });
    }
    const drain = this.state.value(STATE.drain);
    if (drain === undefined) return;
    const message = `the checkpoint of size ${size} ends although ${drain.lines.length} credits of ${drain.source} must follow`;
    problems.add({ code: 'credits-missing', message, index: size });
  }

  /** The leaf hashes of a page that was taken in, read again. */
  async *#leaves(index: number): AsyncGenerator<readonly Uint8Array[]> {
    const bytes = await this.#parts.files.read(formatEntriesPath(index, FULL_WIDTH));
    if (bytes !== undefined) yield decodeEntries(bytes, FULL_WIDTH).map((entry) => hashLeaf(entry));
  }
}

function inconsistent(size: number, ours: number, root: Uint8Array): InputError {
  return new InputError(
    'checkpoint-inconsistent',
    `the checkpoint of size ${size} with root ${encodeHex(root)} does not fit the ${ours} records known of the log`,
  );
}
