/**
 * The way of readers to the index. After a start a large index is read as a whole before anything is answered from it, which may take
 * a minute: readers wait a moment for that, and longer ones are told to come back.
 * @module
 */
import { InputError } from '../core/error.ts';
import type { LedgerIndex } from './ledger-index.ts';

/** How long a reader waits, milliseconds. */
const PATIENCE_MS = 5000;

export class IndexGate {
  readonly #index: LedgerIndex;
  readonly #patienceMs: number;
  #isOpen = false;

  constructor(index: LedgerIndex, patienceMs: number = PATIENCE_MS) {
    this.#index = index;
    this.#patienceMs = patienceMs;
  }

  /** True once the index was read and found whole. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Reads the index as a whole. @throws InputError `index-corrupt`; what `signal` is aborted with, if it is */
  async open(signal: AbortSignal): Promise<void> {
    await this.#index.whole(signal);
    this.#isOpen = true;
  }

  /** The index. @throws InputError `starting` while it is being read for longer than a reader waits; `index-corrupt` */
  async pass(): Promise<LedgerIndex> {
    if (this.#isOpen) return this.#index;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      const starting = new InputError('starting', 'the index is still being read after the start');
      timer = setTimeout(() => reject(starting), this.#patienceMs);
    });
    try {
      return await Promise.race([this.#index.whole(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
