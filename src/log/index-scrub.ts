/**
 * Reads the whole index beside the ledger's work, a little at a time: what is damaged where nobody asks is found within the
 * hour, not on the day when it is needed. A million records take some quarter of an hour, and an eighth of one core.
 * @module
 */
import type { LedgerIndex } from './ledger-index.ts';

/** Pause after each piece, milliseconds: a piece takes about four. */
const PAUSE_MS = 25;

export class IndexScrub {
  readonly #index: LedgerIndex;
  readonly #pauseMs: number;
  readonly #stopping = new AbortController();
  #wake: () => void = () => {};

  constructor(index: LedgerIndex, pauseMs: number = PAUSE_MS) {
    this.#index = index;
    this.#pauseMs = pauseMs;
  }

  /** Returns when all was read, or the scrub was stopped. @throws InputError `index-corrupt` */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    try {
      await this.#index.verify({ signal, pause: () => this.#pause() });
    } catch (error) {
      if (error !== signal.reason) throw error;
    }
  }

  /** Ends the reading at the next piece. */
  stop(): void {
    this.#stopping.abort();
    this.#wake();
  }

  async #pause(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, this.#pauseMs);
    });
    clearTimeout(timer);
  }
}
