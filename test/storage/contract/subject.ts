/**
 * What a contract suite needs of a driver.
 * @module
 */

/** A store under test, empty at first. */
export interface Subject<T> extends AsyncDisposable {
  readonly store: T;
  /** Closes the store and opens it again, for drivers that outlive their process. */
  readonly reopen?: () => Promise<T>;
}

/** Collects an asynchronous iteration. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** Bytes that differ for different `seed`s, and whose length varies from 0 to 599. */
export function sampleBytes(seed: number): Uint8Array {
  return Uint8Array.from({ length: (seed * 37) % 600 }, (_, i) => (seed * 31 + i * 7) % 256);
}
