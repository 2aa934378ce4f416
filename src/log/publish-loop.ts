/**
 * The publish loop: publishes the newest committed size whenever it is larger than the last published one, and releases
 * what waits for that. Commits go on meanwhile.
 * @module
 */
import { InputError } from '../core/error.ts';
import type { Head } from './head.ts';
import { type Published, type PublisherParts, publish } from './publisher.ts';
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

/** Pause before witnesses are asked again, milliseconds. */
const RETRY_MS = 1000;

export class PublishLoop {
  readonly #parts: PublisherParts;
  readonly #hooks: PublishHooks;
  readonly #intervalMs: number;
  #last: Published | undefined;
  #publishing: number | undefined;
  #trouble: InputError | undefined;
  #waiting: { readonly placement: Placement; readonly submission: Submission }[] = [];
  #ending = false;
  #stopped = false;
  /** Nothing more will be published: a batch that was on its way when publishing failed comes too late. */
  #hasEnded = false;
  #wake: () => void = () => {};

  constructor(parts: PublisherParts, hooks: PublishHooks, last: Published | undefined, intervalMs: number) {
    this.#parts = parts;
    this.#hooks = hooks;
    this.#last = last;
    this.#intervalMs = intervalMs;
  }

  get last(): Published | undefined {
    return this.#last;
  }

  /** Why the newest records are not published, while they are not. */
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

  /** End without another attempt. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      const behind = this.#hooks.head().size > (this.#last?.size ?? 0);
      if (!behind && this.#ending) break;
      if (!behind) await this.#pause();
      else if (await this.#publishOnce()) await this.#pause(this.#intervalMs);
      else if (this.#ending) break;
      else await this.#pause(RETRY_MS);
    }
    this.#hasEnded = true;
    for (const { submission } of this.#waiting) submission.fail(unpublished());
  }

  async #publishOnce(): Promise<boolean> {
    const before = this.#last?.size ?? 0;
    const head = this.#hooks.head();
    this.#publishing = head.size;
    try {
      this.#last = await publish(this.#parts, head, (this.#last?.ordinal ?? -1) + 1);
      this.#trouble = undefined;
      this.#releaseBelow(this.#last.size);
      await this.#hooks.published(this.#last, before);
      this.#publishing = undefined;
      return true;
    } catch (error) {
      if (error instanceof InputError && error.code === 'quorum-missing') {
        this.#trouble = error;
        this.#publishing = undefined;
      } else {
        this.#hooks.fail(error); // perhaps it was published: its partial tiles must stay
      }
      return false;
    }
  }

  #releaseBelow(size: number): void {
    const ready = this.#waiting.filter(({ placement }) => placement.index < size);
    this.#waiting = this.#waiting.filter(({ placement }) => placement.index >= size);
    for (const { placement, submission } of ready) submission.release(placement);
  }

  /** Waits for a call of `wake`, `end` or `stop`, at most for the time given. */
  async #pause(milliseconds?: number): Promise<void> {
    if (milliseconds === 0 || this.#ending || this.#stopped) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = milliseconds === undefined ? resolve : () => (this.#ending || this.#stopped ? resolve() : undefined);
      if (milliseconds !== undefined) timer = setTimeout(resolve, milliseconds);
    });
    clearTimeout(timer);
    this.#wake = () => {};
  }
}

function unpublished(): InputError {
  return new InputError('stopped', 'the ledger stopped before the record was published');
}
