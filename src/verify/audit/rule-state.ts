/**
 * The state of the rules while an audit replays them: all of it in memory, but seen by a rule only through the keys that
 * the rule named, as in the engine. A rule that reads more would judge differently there.
 * @module
 */
import { InvariantError } from '../../core/error.ts';
import type { Json } from '../../core/json/json.ts';
import type { SignedStatement } from '../../core/record/record.ts';
import { neededReads } from '../../core/rules/apply.ts';
import type { StateChange, StateKey, View } from '../../core/rules/state.ts';

/** The root of the log at a size, where the log has that size. */
export type RootAt = (size: number) => Promise<Uint8Array | undefined>;

/** Bound on the rounds of asking what to read; rules need two or three. */
const MAX_ROUNDS = 8;

export class RuleState {
  readonly #values = new Map<string, Json>();

  /** What the rules may read of the state in order to judge `signed`. */
  async viewFor(signed: SignedStatement, rootAt: RootAt): Promise<View> {
    const named = new Set<string>();
    const partial: View = {
      get: <T extends Json>(key: StateKey<T>) => (named.has(key) ? this.value(key) : undefined),
      rootAt: () => undefined,
    };
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { keys, roots } = neededReads(signed, partial);
      const before = named.size;
      for (const key of keys) named.add(key);
      if (named.size === before) return this.#view(named, await readRoots(roots, rootAt));
    }
    throw new InvariantError(`the reads of a ${signed.statement.kind} do not settle`);
  }

  apply(changes: readonly StateChange[]): void {
    for (const { key, value } of changes) {
      if (value === null) this.#values.delete(key);
      else this.#values.set(key, value);
    }
  }

  value<T extends Json>(key: StateKey<T>): T | undefined {
    return this.#values.get(key) as T | undefined;
  }

  /** Values under a prefix, such as `STATE.award('')`, by the rest of their keys, ascending. */
  under<T extends Json>(prefix: StateKey<T>): (readonly [name: string, value: T])[] {
    return [...this.#values.entries()]
      .flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value as T] as const] : []))
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Everything, as a rule would see it that had named every key. */
  get view(): View {
    return { get: <T extends Json>(key: StateKey<T>) => this.value(key), rootAt: () => undefined };
  }

  #view(named: ReadonlySet<string>, roots: ReadonlyMap<number, Uint8Array | undefined>): View {
    return {
      get: <T extends Json>(key: StateKey<T>) => {
        if (!named.has(key)) throw new InvariantError(`a rule reads ${key}, which it did not name`);
        return this.value(key);
      },
      rootAt: (size) => roots.get(size),
    };
  }
}

async function readRoots(sizes: readonly number[], rootAt: RootAt): Promise<Map<number, Uint8Array | undefined>> {
  const roots = new Map<number, Uint8Array | undefined>();
  for (const size of sizes) roots.set(size, await rootAt(size));
  return roots;
}
