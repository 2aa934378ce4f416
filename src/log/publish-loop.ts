/**
 * The publish loop: publishes the newest committed size whenever it is larger than the last published one, and releases
 * what waits for that. Commits go on meanwhile; but after a start none before the witnesses have confirmed that they know
 * nothing newer (I11).
 * @module
 */
import { InputError } from '../core/error.ts';
import { Confirmation } from './confirmation.ts';
import type { Head } from './head.ts';
import { confirm, isRemembered, type Published, type PublisherParts, publish } from './publisher.ts';
import type { Placement, Submission } from './queue.ts';

/** What the loop needs of the ledger around it. */
export interface PublishHooks {
  /** The newest committed head. */
  head(): Head;
  /** A storage error: the ledger must stop. */
  fail(error: unknown): void;
  /** After each publication; `before` is the size published before. */
  published(published: Published, before: number): Promise<void>;
}

/** How often it does what, milliseconds. */
export interface PublishPace {
  /** Shortest time between two publications. */
  readonly intervalMs: number;
  /** Pause before witnesses, or the signer, are asked again. Those that lag behind, while there is nothing to publish, are asked a fifth as often. */
  readonly retryMs: number;
}

/** What passes: too few witnesses answer, or the signer in its own process does not. */
const PASSING: ReadonlySet<string> = new Set(['quorum-missing', 'signer-missing']);

export class PublishLoop {
  readonly #parts: PublisherParts;
  readonly #hooks: PublishHooks;
  readonly #pace: PublishPace;
  readonly confirmation: Confirmation;
  #last: Published | undefined;
  #publishing: number | undefined;
  #trouble: InputError | undefined;
  #waiting: { readonly placement: Placement; readonly submission: Submission }[] = [];
  #ending = false;
  #stopped = false;
  /** Nothing more will be published: a batch that was on its way when publishing failed comes too late. */
  #hasEnded = false;
  #wake: () => void = () => {};

  constructor(parts: PublisherParts, hooks: PublishHooks, last: Published | undefined, pace: PublishPace) {
    this.#parts = parts;
    this.confirmation = new Confirmation(isRemembered(parts));
    this.#hooks = hooks;
    this.#last = last;
    this.#pace = pace;
  }

  get last(): Published | undefined {
    return this.#last;
  }

  /** Why the newest records are not published, or nothing is committed after the start, while that is so. */
  get trouble(): InputError | undefined {
    return this.#trouble;
  }

  /** Sizes whose partial tiles must stay: the last published one, and the one about to be. */
  get keptSizes(): readonly number[] {
    return [this.#last?.size ?? 0, this.#publishing ?? 0];
  }

  /** Releases the submission as soon as a published checkpoint covers its record; fails it if none will. */
  release(placement: Placement, submission: Submission): void {
    if (placement.index < (this.#last?.size ?? 0)) submission.release(placement);
    else if (this.#hasEnded) submission.fail(unpublished());
    else this.#waiting.push({ placement, submission });
  }

  /** Something was committed. */
  wake(): void {
    this.#wake();
  }

  /** No more will be committed: publish what is there, then end. */
  end(): void {
    this.#ending = true;
    this.#wake();
  }

  /** End without another attempt, or while the witnesses have confirmed nothing. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async run(): Promise<void> {
    await this.#confirm();
    while (!this.#stopped) {
      const behind = this.#hooks.head().size > (this.#last?.size ?? 0);
      if (!behind && this.#ending) break;
      if (!behind) await this.#idle();
      else if (await this.#publishOnce()) await this.#pause(this.#pace.intervalMs);
      else if (this.#ending) break;
      else await this.#pause(this.#pace.retryMs);
    }
    this.#hasEnded = true;
    for (const { submission } of this.#waiting) submission.fail(unpublished());
  }

  /** Asks the witnesses until enough of them have answered. */
  #confirm(): Promise<void> {
    return this.confirmation.seek(
      () => this.#attempt(() => confirm(this.#parts, this.#hooks.head())),
      () => this.#stopped,
      () => this.#pause(this.#pace.retryMs),
    );
  }

  /** Waits for a commit; meanwhile witnesses that missed the last checkpoint are brought up to it. */
  async #idle(): Promise<void> {
    if (!this.#isAnyBehind()) return this.#pause();
    await this.#pause(5 * this.#pace.retryMs, 'or a commit');
    const isIdle = this.#hooks.head().size === this.#last?.size && !this.#ending && !this.#stopped;
    if (isIdle) await this.#attempt(() => confirm(this.#parts, this.#hooks.head()));
  }

  #isAnyBehind(): boolean {
    const size = this.#last?.size ?? 0;
    const reports = this.#parts.witnesses.reports?.() ?? [];
    return reports.some((report) => report.failure !== undefined || report.size < size);
  }

  /** True if `task` went well; false for trouble that may pass, and for the error that stops the ledger. */
  async #attempt(task: () => Promise<void>): Promise<boolean> {
    try {
      await task();
      this.#trouble = undefined;
      return true;
    } catch (error) {
      if (error instanceof InputError && PASSING.has(error.code)) this.#trouble = error;
      else this.#hooks.fail(error);
      return false;
    }
  }

  async #publishOnce(): Promise<boolean> {
    const before = this.#last?.size ?? 0;
    const head = this.#hooks.head();
    this.#publishing = head.size;
    const isDone = await this.#attempt(async () => {
      this.#last = await publish(this.#parts, head, (this.#last?.ordinal ?? -1) + 1);
      this.#trouble = undefined;
      this.#releaseBelow(this.#last.size);
      await this.#hooks.published(this.#last, before);
    });
    // After an error that stops the ledger perhaps it was published: then its partial tiles must stay.
    if (isDone || this.#trouble !== undefined) this.#publishing = undefined;
    return isDone;
  }

  #releaseBelow(size: number): void {
    const ready = this.#waiting.filter(({ placement }) => placement.index < size);
    this.#waiting = this.#waiting.filter(({ placement }) => placement.index >= size);
    for (const { placement, submission } of ready) submission.release(placement);
  }

  /**
   * Waits for a call of `wake`, `end` or `stop`, at most for the time given; where one is given, `wake` alone does not end
   * the wait, unless `until` says so.
   */
  async #pause(milliseconds?: number, until?: 'or a commit'): Promise<void> {
    if (milliseconds === 0 || this.#ending || this.#stopped) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      const wakes = milliseconds === undefined || until !== undefined;
      this.#wake = wakes ? resolve : () => (this.#ending || this.#stopped ? resolve() : undefined);
      if (milliseconds !== undefined) timer = setTimeout(resolve, milliseconds);
    });
    clearTimeout(timer);
    this.#wake = () => {};
  }
}

function unpublished(): InputError {
  return new InputError('stopped', 'the ledger stopped before the record was published');
}
