/**
 * Tasks that take turns: some at once, the others in the order in which they came.
 * @module
 */
export class Turns {
  readonly #atOnce: number;
  #running = 0;
  #waiting: (() => void)[] = [];
  /** The first of `#waiting` that has not begun; those before it are cut off when all have. */
  #next = 0;

  /** Requires atOnce >= 1. */
  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Runs `task` when its turn comes. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) await new Promise<void>((begin) => this.#waiting.push(begin));
    else this.#running++;
    try {
      return await task();
    } finally {
      this.#passOn();
    }
  }

  /** Gives the turn to the next task, if one waits. */
  #passOn(): void {
    const begin = this.#waiting[this.#next++];
    if (this.#next >= this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    }
    if (begin === undefined) this.#running--;
    else begin();
  }
}
