/**
 * A map that forgets what was not used for longest. Bounds memory by count.
 * @module
 */
export class LruCache<T> {
  readonly #capacity: number;
  readonly #values = new Map<string, T>();

  /** Requires capacity >= 1. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): T | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key); // a Map iterates in insertion order: re-insert to make it the youngest
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: T): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= this.#capacity) return;
    const [oldest] = this.#values.keys();
    if (oldest !== undefined) this.#values.delete(oldest);
  }
}
