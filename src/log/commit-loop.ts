/**
 * The commit loop. Three batches are under way at most, one a station: while one is applied the next is made durable and
 * the one after that is judged, on the state that those two will leave. They pass the commit point in order, each only when
 * the one before is applied, and are answered in order.
 *
 * A batch holds whatever waits when the first station is free: one statement when the ledger is idle, many under load.
 * @module
 */
import type { RefusalsBody } from '../core/generated/bodies.ts';
import type { Json } from '../core/json/json.ts';
import type { CommittedState } from './batch-state.ts';
import {
  applyBatch,
  type CommitterParts,
  commitBatch,
  type JudgedBatch,
  judgeBatch,
  type LogEnd,
  stageBatch,
} from './committer.ts';
import type { StoredHead } from './ports.ts';
import type { Submission, SubmissionQueue } from './queue.ts';
import type { TreeReader } from './reader.ts';
import type { RefusalList } from './refusal-list.ts';
import { MAX_BATCH_RECORDS } from './staging.ts';

export interface CommitLoopParts extends CommitterParts {
  readonly queue: SubmissionQueue;
  readonly refusals: RefusalList;
  readonly reader: TreeReader;
}

/** What the loop needs of the ledger around it. */
export interface CommitHooks {
  /** True when nothing more comes in. */
  isClosing(): boolean;
  /** A batch is committed and applied: its submissions may be answered. Batches come in order. */
  applied(batch: JudgedBatch, submissions: readonly Submission[]): Promise<void>;
  /** A storage error, whose outcome is unknown: the ledger must stop. */
  fail(error: unknown): void;
}

/** The state that a batch leaves: its changes by key, null where one was removed. */
type Layer = ReadonlyMap<string, Json | null>;

export class CommitLoop {
  readonly #parts: CommitLoopParts;
  readonly #hooks: CommitHooks;
  /** The end of the log after the last batch that was judged, and after the last that was applied. */
  #tip: LogEnd;
  #appliedSize: number;
  #stored: StoredHead;
  /** Of the batches that are judged and not yet applied, the newest first. */
  #layers: readonly Layer[] = [];
  readonly #inHand = new Set<Submission>();
  // The last batch at each station; they never reject.
  #committing: Promise<void> = Promise.resolve();
  #applying: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: CommitLoopParts, hooks: CommitHooks, end: LogEnd, stored: StoredHead) {
    this.#parts = parts;
    this.#hooks = hooks;
    this.#tip = end;
    this.#appliedSize = end.head.size;
    this.#stored = stored;
  }

  /** Statements that were taken from the queue and are not yet answered. */
  get inHand(): Iterable<Submission> {
    return this.#inHand;
  }

  /** Ends without another batch. */
  stop(): void {
    this.#isStopped = true;
    this.#parts.queue.wake();
  }

  /** Runs until everything that came in before the closing is answered. Never rejects. */
  async run(): Promise<void> {
    try {
      while (!this.#isStopped && (await this.#next()));
    } catch (error) {
      this.#fail(error);
    }
    await this.#drain();
    this.#parts.refusals.stop();
  }

  /** Takes the next batch, or waits until there is one. False after the last. */
  async #next(): Promise<boolean> {
    const { queue, refusals, batch } = this.#parts;
    const isLast = this.#hooks.isClosing() && queue.length === 0;
    if (isLast) await this.#drain(); // what is answered until then belongs in the last list
    const list = refusals.next(isLast);
    const room = MAX_BATCH_RECORDS - (list === undefined ? 0 : 1);
    const submissions = queue.take(Math.min(batch.records, room), batch.bytes);
    if (submissions.length > 0 || list !== undefined) await this.#judge(submissions, list);
    else if (!isLast) await queue.wait();
    return !isLast;
  }

  async #judge(taken: readonly Submission[], list: RefusalsBody | undefined): Promise<void> {
    const { queue, refusals } = this.#parts;
    for (const submission of taken) this.#inHand.add(submission);
    const batch = await judgeBatch(this.#parts, this.#tip, this.#stateBelow(this.#layers), taken, list);
    const submissions = taken.slice(0, batch.judgements.length);
    const deferred = taken.slice(submissions.length);
    for (const submission of deferred) this.#inHand.delete(submission);
    queue.putBack(deferred);
    if (list !== undefined && !batch.listed) refusals.settle('later');
    this.#tip = batch.end;
    this.#layers = [new Map(batch.changes.map(({ key, value }) => [key, value])), ...this.#layers];
    await this.#committing;
    this.#committing = this.#atStation(() => this.#commit(batch, submissions));
  }

  async #commit(batch: JudgedBatch, submissions: readonly Submission[]): Promise<void> {
    const isEmpty = batch.sequenced.length === 0;
    if (!isEmpty) await stageBatch(this.#parts, batch);
    await this.#applying;
    if (this.#isStopped) return;
    if (!isEmpty) this.#stored = await commitBatch(this.#parts, this.#stored, batch);
    this.#applying = this.#atStation(() => this.#apply(batch, submissions));
  }

  async #apply(batch: JudgedBatch, submissions: readonly Submission[]): Promise<void> {
    if (batch.sequenced.length > 0) await applyBatch(this.#parts, batch);
    this.#layers = this.#layers.slice(0, -1);
    this.#appliedSize = batch.end.head.size;
    if (batch.listed) this.#parts.refusals.settle('committed');
    for (const submission of submissions) this.#inHand.delete(submission);
    await this.#hooks.applied(batch, submissions);
  }

  /** What is committed, and above it what the batches under way will leave. */
  #stateBelow(layers: readonly Layer[]): CommittedState {
    const { index, reader } = this.#parts;
    return {
      load: async (keys) => {
        const stored = keys.filter((key) => !layers.some((layer) => layer.has(key)));
        const values = new Map((await index.state(stored)).map((value, i) => [stored[i], value]));
        return keys.map((key) => {
          const layer = layers.find((each) => each.has(key));
          return layer === undefined ? values.get(key) : (layer.get(key) ?? undefined);
        });
      },
      // Nobody has seen the root of a size that is not applied yet.
      rootAt: async (size) => (size <= this.#appliedSize ? reader.root(size) : undefined),
    };
  }

  async #drain(): Promise<void> {
    await this.#committing;
    await this.#applying;
  }

  async #atStation(work: () => Promise<void>): Promise<void> {
    try {
      if (!this.#isStopped) await work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#isStopped = true;
    this.#hooks.fail(error);
  }
}
