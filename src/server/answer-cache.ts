/**
 * Answers that never change: kept while there is room for them, least recently used first out, and made once however many
 * ask for them at the same time. Bounded in bytes.
 * @module
 */

/** Undefined where there is no such answer; that is not remembered. */
type Made = Promise<Uint8Array | undefined>;

export class AnswerCache {
  readonly #capacityBytes: number;
  readonly #kept = new Map<string, Uint8Array>();
  readonly #making = new Map<string, Made>();
  #bytes = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  /** Bytes kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The answer under `key`, made by `make` unless it is there or being made. What `make` throws at once, concerns its caller alone. */
  get(key: string, make: () => Made): Made {
    const kept = this.#kept.get(key);
    if (kept === undefined) return this.#making.get(key) ?? this.#make(key, make);
    this.#kept.delete(key); // a Map iterates in insertion order: re-insert to make it the youngest
    this.#kept.set(key, kept);
    return Promise.resolve(kept);
  }

  #make(key: string, make: () => Made): Made {
    const made = make()
      .then((answer) => {
        if (answer !== undefined) this.#keep(key, answer);
        return answer;
      })
      .finally(() => this.#making.delete(key));
    this.#making.set(key, made);
    return made;
  }

  #keep(key: string, answer: Uint8Array): void {
    if (answer.length > this.#capacityBytes) return;
    this.#kept.set(key, answer);
    this.#bytes += answer.length;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#bytes <= this.#capacityBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= length;
    }
  }
}
