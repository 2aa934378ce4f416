/**
 * The line in front of what is dear to make: a few things are made at once, the others wait in the order in which they were
 * asked for. Those that wait are bounded, in total and for each address.
 * @module
 */
import type { Holder } from './address.ts';
import { Allotment } from './allotment.ts';
import { RetryLater } from './retry-later.ts';

export class BuildLine {
  readonly #atOnce: number;
  readonly #places: Allotment;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Requires atOnce >= 1. `places`: how many may be made and wait together. */
  constructor(atOnce: number, places: number) {
    this.#atOnce = atOnce;
    this.#places = new Allotment(places);
  }

  /** How many are being made or wait. */
  get length(): number {
    return this.#places.held;
  }

  /** Makes something when its turn comes. @throws InputError `busy`, at once, where the line is full */
  run<T>(holder: Holder, make: () => Promise<T>): Promise<T> {
    if (!this.#places.take(holder))
      throw new RetryLater('busy', `${this.length} answers that take long are being made already`);
    return this.#turn()
      .then(make)
      .finally(() => {
        this.#places.giveBack(holder);
        this.#next();
      });
  }

  async #turn(): Promise<void> {
    if (this.#running < this.#atOnce) {
      this.#running++;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve)); // the one that ends hands over its place
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}
