/**
 * Whether the witnesses have confirmed, after a start, that they know nothing newer than what was found. Before that nothing is
 * committed: a folder that was rolled back must not go on (I11).
 * @module
 */
export class Confirmation {
  /** Resolves when the witnesses have been asked once, whatever came of it. */
  readonly heard: Promise<void>;
  /** Resolves to true once they confirmed, to false if they never will be asked again. */
  readonly settled: Promise<boolean>;
  #isGiven: boolean;
  #hear: () => void = () => {};
  #settle: (isGiven: boolean) => void = () => {};

  /** @param isNeeded false where nobody outside remembers anything: it is given from the beginning */
  constructor(isNeeded: boolean) {
    this.#isGiven = !isNeeded;
    this.heard = new Promise((resolve) => {
      this.#hear = resolve;
    });
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get isGiven(): boolean {
    return this.#isGiven;
  }

  /** Asks until they confirm or `isOver`; `retry` is the pause between. */
  async seek(ask: () => Promise<boolean>, isOver: () => boolean, retry: () => Promise<void>): Promise<void> {
    while (!isOver() && !this.#isGiven) {
      this.#isGiven = await ask();
      this.#hear();
      if (!this.#isGiven) await retry();
    }
    this.#hear();
    this.#settle(this.#isGiven);
  }
}
