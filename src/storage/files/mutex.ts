/**
 * Mutual exclusion of asynchronous tasks within this process, first come, first served.
 * @module
 */

export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `task` when all earlier ones have settled, and gives its result. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
