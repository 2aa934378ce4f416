/**
 * Who is told of each publication.
 * @module
 */
import type { Published } from './publisher.ts';

export class Listeners {
  readonly #listeners = new Set<(published: Published) => void>();

  /** Calls `listener` after each publication; one that throws is called no more. Returns how to end that. */
  add(listener: (published: Published) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(published: Published): void {
    for (const listener of this.#listeners) {
      try {
        listener(published);
      } catch {
        this.#listeners.delete(listener); // its fault must not stop the ledger
      }
    }
  }
}
