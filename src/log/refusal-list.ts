/**
 * Refusals on their way into the log: authenticated statements that a rule refused, collected and recorded as one list,
 * so that a refusal cannot be denied later. Bounded in length, by author and in rate: what a flood adds is counted only.
 *
 * The list waits in memory, like every submission: one that a crash takes was promised to nobody.
 * @module
 */
import type { RefusalsBody } from '../core/generated/bodies.ts';
import { LruCache } from './lru-cache.ts';

/** A refused statement as the list shows it. */
export type Refused = RefusalsBody['refused'][number];

/** Entries of one list, and of one author in it. */
const MAX_LISTED = 64;
const MAX_OF_AUTHOR = 8;
/** Listed statements that are remembered, so that one submitted again is not listed again. */
const REMEMBERED = 4096;

export class RefusalList {
  readonly #intervalMs: number;
  readonly #onDue: () => void;
  readonly #remembered = new LruCache<true>(REMEMBERED);
  #listed: Refused[] = [];
  #omitted = 0;
  /** The list that `next` gave, until it is settled. */
  #taken: Pick<RefusalsBody, 'refused' | 'omitted'> | undefined;
  #isDue = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onDue called `intervalMs` after the first entry of a list: it should be recorded now */
  constructor(intervalMs: number, onDue: () => void) {
    this.#intervalMs = intervalMs;
    this.#onDue = onDue;
  }

  /** Adds a refusal. Requires that `at` is not before that of the last one. */
  add(refused: Refused): void {
    if (this.#remembered.get(refused.statement) === true) return;
    const ofAuthor = this.#listed.filter(({ author }) => author === refused.author).length;
    if (this.#listed.length >= MAX_LISTED || ofAuthor >= MAX_OF_AUTHOR) {
      this.#omitted++;
      return;
    }
    this.#listed.push(refused);
    this.#remembered.set(refused.statement, true);
    if (this.#listed.length === 1) this.#arm();
  }

  /** The list to be recorded now, if it is due or `isLast`; undefined where there is none, or one is not settled yet. */
  next(isLast: boolean): RefusalsBody | undefined {
    const [first] = this.#listed;
    if (first === undefined || this.#taken !== undefined || !(this.#isDue || isLast)) return undefined;
    const list = { first: first.statement, refused: this.#listed, omitted: this.#omitted };
    this.#taken = list;
    this.#listed = [];
    this.#omitted = 0;
    this.stop();
    return list;
  }

  /** What `next` gave was committed, or could not be recorded yet: then it is due again an interval later. */
  settle(outcome: 'committed' | 'later'): void {
    const { refused, omitted } = this.#taken ?? { refused: [], omitted: 0 };
    this.#taken = undefined;
    if (outcome === 'committed') return;
    const all = [...refused, ...this.#listed];
    this.#listed = all.slice(0, MAX_LISTED);
    this.#omitted += omitted + all.length - this.#listed.length;
    this.stop();
    this.#arm();
  }

  /** Ends the timer. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
  }

  #arm(): void {
    this.#timer = setTimeout(() => {
      this.#isDue = true;
      this.#onDue();
    }, this.#intervalMs);
  }
}
