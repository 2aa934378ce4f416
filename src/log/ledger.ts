/**
 * The ledger: what a server, a command or a test holds. Submissions go in, receipts come out; in between run two loops,
 * one that commits (three batches at three stations) and one that publishes, each at its own pace.
 *
 * Fail-stop: the first storage error ends writing. What was accepted is answered `stopped`, which promises nothing.
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { STATE, type StateKey } from '../core/rules/state.ts';
import { buildAccountStatement } from './account-statement.ts';
import { BundleBuilder } from './bundle-builder.ts';
import { CommitLoop } from './commit-loop.ts';
import { type JudgedBatch, type LogEnd, stagedPath } from './committer.ts';
import { EarlyCheck } from './early-check.ts';
import type { Head } from './head.ts';
import { IndexScrub } from './index-scrub.ts';
import type { Publication } from './layout.ts';
import type { LedgerIndex } from './ledger-index.ts';
import { describeTrouble, type LedgerParts, type LedgerStatus } from './ledger-parts.ts';
import { Listeners } from './listeners.ts';
import { PublishLoop } from './publish-loop.ts';
import type { Published } from './publisher.ts';
import { type QueueLimits, Submission, SubmissionQueue, type Ticket } from './queue.ts';
import { TreeReader } from './reader.ts';
import { type Recovered, recoverLedger } from './recover-ledger.ts';
import { RefusalList } from './refusal-list.ts';
import type { Judgement } from './sequence.ts';
import { createSignatureCheck } from './signatures.ts';
import { MAX_BATCH_RECORDS } from './staging.ts';
import { partialPaths } from './tree-edge.ts';

/** What one batch holds at most. */
const DEFAULT_BATCH: QueueLimits = { records: MAX_BATCH_RECORDS, bytes: 8 * 2 ** 20 };

export class Ledger {
  readonly origin: string;
  readonly #parts: LedgerParts;
  readonly #index: LedgerIndex;
  readonly #scrub: IndexScrub;
  readonly #reader: TreeReader;
  readonly #bundles: BundleBuilder;
  readonly #early: EarlyCheck;
  readonly #queue: SubmissionQueue;
  readonly #refusals: RefusalList;
  readonly #inHand = new Map<string, Submission>();
  readonly #listeners = new Listeners();
  /** The end of what is committed and applied. */
  #end: LogEnd;
  readonly #committing: CommitLoop;
  readonly #publishing: PublishLoop;

  #closing = false;
  #failure: unknown;
  readonly #loops: Promise<unknown>;

  private constructor(parts: LedgerParts, { index, stored, end, published, clock }: Recovered) {
    const { objects, heads, checkpoints, signer, successors, witnesses, operator, options } = parts;
    this.origin = signer.name;
    this.#parts = parts;
    this.#index = index;
    this.#scrub = new IndexScrub(index);
    this.#end = end;
    const reader = new TreeReader(objects, () => this.#end.edge);
    this.#reader = reader;
    this.#bundles = new BundleBuilder(this.origin, reader, index, checkpoints);
    const checkSignature = createSignatureCheck(parts.verify);
    this.#early = new EarlyCheck(index, checkSignature);
    this.#publishing = new PublishLoop(
      { checkpoints, index, reader, signer, successors, witnesses },
      {
        head: () => this.#end.head,
        fail: (error) => this.#stop(error),
        published: (newest, before) => this.#announce(newest, before),
      },
      published,
      { intervalMs: options?.publishIntervalMs ?? 0, retryMs: options?.retryMs ?? 1000 },
    );
    this.#queue = new SubmissionQueue(options?.queue ?? { records: 4096, bytes: 64 * 2 ** 20 });
    this.#refusals = new RefusalList(options?.refusalsIntervalMs ?? 60_000, () => this.#queue.wake());
    const { origin } = this;
    this.#committing = new CommitLoop(
      {
        ...{ origin, objects, heads, index, reader, clock, checkSignature, operator },
        ...{ queue: this.#queue, refusals: this.#refusals, batch: options?.batch ?? DEFAULT_BATCH },
      },
      {
        isClosing: () => this.#closing,
        applied: (batch, submissions) => this.#applied(batch, submissions),
        fail: (error) => this.#stop(error),
      },
      end,
      stored,
    );
    this.#loops = this.#run();
  }

  /**
   * Opens a ledger: recovery, then both loops.
   * @param options.founding opens an empty ledger too, in order to found it
   * @throws InputError `not-initialised`, `head-corrupt`, `integrity`, `fork-refused`, `clock-ahead`, `clock-behind`
   */
  static async open(parts: LedgerParts, options: { readonly founding?: boolean } = {}): Promise<Ledger> {
    return new Ledger(parts, await recoverLedger(parts, options));
  }

  /** Sizes whose partial tiles are stored. */
  get sizes(): { readonly committed: number; readonly published: number } {
    return { committed: this.#end.head.size, published: this.#publishing.last?.size ?? 0 };
  }

  get head(): Head {
    return this.#end.head;
  }

  get published(): Published | undefined {
    return this.#publishing.last;
  }

  get status(): LedgerStatus {
    const { trouble, confirmation } = this.#publishing;
    return {
      ...{ origin: this.origin, ...this.sizes, waiting: this.#queue.length },
      ...describeTrouble({ failure: this.#failure, confirmation, trouble }),
      witnesses: this.#parts.witnesses.reports?.() ?? [],
    };
  }

  /**
   * Takes a statement in: it is checked, sequenced, committed and published in the order of the calls. Submitting the same
   * statement again, at once or years later, gives the same placement.
   * @throws InputError `busy`, `stopped`
   */
  submit(signed: SignedStatement): Ticket {
    if (this.#closing || this.#failure !== undefined)
      throw new InputError('stopped', 'the ledger takes nothing more in');
    const twin = this.#inHand.get(signed.digest);
    if (twin !== undefined && twin.signed.keyId === signed.keyId && equalBytes(twin.signed.signature, signed.signature))
      return twin;
    this.#queue.assertRoom(signed);
    const submission = new Submission(signed, this.#early.check(signed));
    this.#queue.push(submission);
    if (twin === undefined) this.#remember(submission);
    return submission;
  }

  /** Where a statement stands, or undefined. */
  async find(
    digest: string,
  ): Promise<
    { readonly index: number; readonly kind: string; readonly account: string; readonly author: string } | undefined
  > {
    return (await this.#index.state([STATE.record(digest)]))[0];
  }

  /** Bytes of a committed record, or undefined. */
  async record(index: number): Promise<Uint8Array | undefined> {
    return index < this.#end.head.size ? this.#reader.record(index) : undefined;
  }

  /** Proof bundle of a published record, or undefined. */
  async bundle(index: number): Promise<Uint8Array | undefined> {
    return this.#bundles.build(index);
  }

  /** The statement of an account at a published checkpoint, the newest if no size is named; undefined where there is none. */
  async accountStatement(account: string, size?: number): Promise<Uint8Array | undefined> {
    const parts = { origin: this.origin, reader: this.#reader, index: this.#index, bundles: this.#bundles };
    return buildAccountStatement(parts, account, size);
  }

  /** Evidence that the tree of `size` stands still under the newest publication; undefined where there is none so large. */
  async later(size: number): Promise<Uint8Array | undefined> {
    const newest: Publication | undefined = await this.#index.lastPublication(Number.MAX_SAFE_INTEGER);
    return newest === undefined || size > newest.size ? undefined : this.#bundles.later(size, newest);
  }

  /** Tiles, entries and proofs. */
  get reader(): TreeReader {
    return this.#reader;
  }

  /** State of the rules by key. */
  async state<T extends Json>(keys: readonly StateKey<T>[]): Promise<readonly (T | undefined)[]> {
    return this.#index.state(keys);
  }

  /** State of the rules under a prefix, a page at a time. */
  async stateUnder(prefix: string, limit: number, after?: string): Promise<{ key: string; value: Json }[]> {
    return this.#index.stateUnder(prefix, limit, after);
  }

  /** Indexes of the records `[start, end)` of an account, and how many it has. */
  async account(
    id: string,
    start: number,
    end: number,
  ): Promise<{ readonly count: number; readonly indexes: readonly number[] }> {
    const count = this.#end.accounts.account(id)?.count ?? 0;
    return { count, indexes: await this.#index.accountRecords(id, Math.min(start, count), Math.min(end, count)) };
  }

  /** Published note number `ordinal`, or undefined. */
  publication(ordinal: number): Promise<Uint8Array | undefined> {
    return this.#parts.checkpoints.read(ordinal);
  }

  /** Calls `listener` after each publication; one that throws is called no more. Returns how to end that. */
  subscribe(listener: (published: Published) => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Takes nothing more in, finishes what waits, records the refusals so far, publishes all of it, and ends. The stores stay
   * open: they are the caller's. Refusals of the second after the last list are left out.
   */
  async close(): Promise<void> {
    this.#closing = true;
    this.#scrub.stop();
    const { confirmation } = this.#publishing;
    if (!confirmation.isGiven && this.#failure === undefined) await confirmation.heard;
    if (!confirmation.isGiven) this.#publishing.stop();
    this.#queue.wake();
    await this.#loops;
  }

  /** Resolves when the witnesses have been asked once after the start: by then a folder that was rolled back is refused. */
  get heard(): Promise<void> {
    return this.#publishing.confirmation.heard;
  }

  /** Nothing is judged or published before the witnesses have confirmed what was found. */
  async #run(): Promise<void> {
    const scrubbing = this.#scrub.run().catch((error: unknown) => this.#stop(error));
    const publishing = this.#publishing.run();
    if (await this.#publishing.confirmation.settled) await this.#committing.run();
    else this.#failWaiting();
    this.#publishing.end();
    await Promise.all([publishing, scrubbing]);
  }

  #remember(submission: Submission): void {
    this.#inHand.set(submission.digest, submission);
    const forget = (): void => {
      this.#inHand.delete(submission.digest);
    };
    submission.published.then(forget, forget);
  }

  async #applied({ before, end, judgements, changes }: JudgedBatch, submissions: readonly Submission[]) {
    this.#end = end;
    this.#early.committed(changes.map(({ key }) => key));
    for (const [i, judgement] of judgements.entries()) this.#answer(submissions[i], judgement);
    if (before === end) return;
    this.#publishing.wake();
    await this.#removeObsolete(before.head.size, [stagedPath({ end })]);
  }

  #answer(submission: Submission | undefined, judgement: Judgement): void {
    if (submission === undefined || judgement.outcome === 'deferred') return;
    if (judgement.outcome === 'refused') {
      if (judgement.evidence !== undefined) this.#refusals.add(judgement.evidence);
      submission.refuse(judgement.code, judgement.message);
      return;
    }
    const created = judgement.outcome === 'placed';
    const index = created ? judgement.sequenced.index : judgement.index;
    const placement = { index, created };
    submission.place(placement);
    this.#publishing.release(placement, submission);
  }

  async #announce(newest: Published, before: number): Promise<void> {
    this.#listeners.tell(newest);
    await this.#removeObsolete(before, []);
  }

  /** Removes `others`, and the partial tiles of a size that is no longer the newest committed or published one. */
  async #removeObsolete(size: number, others: readonly string[]): Promise<void> {
    const kept = new Set([this.#end.head.size, ...this.#publishing.keptSizes].flatMap(partialPaths));
    await this.#parts.objects.remove([...others, ...partialPaths(size).filter((path) => !kept.has(path))]);
  }

  #stop(error: unknown): void {
    this.#failure ??= error;
    this.#failWaiting(error);
    this.#committing.stop();
    this.#publishing.stop();
    this.#scrub.stop();
  }

  #failWaiting(cause?: unknown): void {
    const waiting = this.#queue.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    const stopped = new InputError('stopped', 'the ledger stopped before it answered', { cause });
    for (const submission of [...this.#committing.inHand, ...waiting]) submission.fail(stopped);
  }
}
