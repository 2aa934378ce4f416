/**
 * `IndexStore` over a map, with the keys sorted when a range is asked for. Values need no checksum here: what is stored is a
 * private copy.
 * @module
 */
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { compareUtf8 } from '../../core/bytes/utf8-order.ts';
import { InputError } from '../../core/error.ts';
import type { IndexChange, IndexRange, IndexStore, IndexValue, VerifyOptions } from '../../log/ports.ts';
import { assertKept, isDigested, isDigestedRange } from '../../log/ports.ts';
import { copyValue } from './index-value.ts';

/** Each call takes effect at once. */
export class MemoryIndexStore implements IndexStore {
  readonly #values = new Map<string, IndexValue>();
  /** The keys in UTF-8 byte order; undefined when keys were added or removed since. */
  #sortedKeys: readonly string[] | undefined;

  async get(keys: readonly string[]): Promise<(IndexValue | undefined)[]> {
    return keys.map((key) => {
      const value = this.#values.get(assertKey(key));
      if (value === undefined && !isDigested(key)) throw new InputError('index-corrupt', `index: ${key} is missing`);
      return value === undefined ? undefined : copyValue(value);
    });
  }

  async range(range: IndexRange): Promise<{ key: string; value: IndexValue }[]> {
    const { start, end, limit, reverse } = range;
    isDigestedRange(range);
    this.#sortedKeys ??= [...this.#values.keys()].sort(compareUtf8);
    const keys = this.#sortedKeys.slice(
      lowerBound(this.#sortedKeys, assertKey(start)),
      lowerBound(this.#sortedKeys, assertKey(end)),
    );
    if (reverse === true) keys.reverse();
    return keys.slice(0, limit).flatMap((key) => {
      const value = this.#values.get(key);
      return value === undefined ? [] : [{ key, value: copyValue(value) }];
    });
  }

  async write(changes: readonly IndexChange[]): Promise<void> {
    changes.forEach(assertKept);
    // All are checked and copied before the first is applied.
    const checked = changes.map(({ key, value }) => ({ key: assertKey(key), value: copyValue(value) }));
    for (const { key, value } of checked) {
      if (value === null ? this.#values.delete(key) : !this.#values.has(key)) this.#sortedKeys = undefined;
      if (value !== null) this.#values.set(key, value);
    }
  }

  /** Nothing to find: a map forgets nothing. */
  async verify({ signal }: VerifyOptions = {}): Promise<void> {
    signal?.throwIfAborted();
  }

  async clear(): Promise<void> {
    this.#values.clear();
    this.#sortedKeys = undefined;
  }
}

/** How many of the sorted `keys` come before `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (compareUtf8(keys[middle] ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns `key`. @throws InputError `bad-utf8` for a lone surrogate */
function assertKey(key: string): string {
  encodeUtf8(key);
  return key;
}
