/**
 * The state that a batch sees: what is committed, and on top what its own records change. Values are fetched before a
 * record is judged, so that the rules stay synchronous; memory is bounded by the batch.
 * @module
 */
import { InputError, InvariantError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { type Needs, neededReads } from '../core/rules/apply.ts';
import { Refusal } from '../core/rules/kind.ts';
import type { StateChange, StateKey, View } from '../core/rules/state.ts';

/** Where committed values come from. */
export interface CommittedState {
  load(keys: readonly string[]): Promise<readonly (Json | undefined)[]>;
  /** Root of the log at a committed size, undefined beyond it. */
  rootAt(size: number): Promise<Uint8Array | undefined>;
}

/** Bound on the rounds of asking what to read; rules need five, for the approval of a resolution. */
const MAX_ROUNDS = 8;

/** A key that a batch changes. */
export interface BatchChange extends StateChange {
  /** Nothing committed stands under it. */
  readonly isNew: boolean;
}

export class BatchState implements View {
  readonly #committed: CommittedState;
  readonly #values = new Map<string, Json | undefined>();
  readonly #roots = new Map<number, Uint8Array | undefined>();
  readonly #changed = new Set<string>();
  /** Keys under which nothing is committed. */
  readonly #absent = new Set<string>();

  constructor(committed: CommittedState) {
    this.#committed = committed;
  }

  /** @throws InvariantError for a key that `neededReads` did not name: the rule would judge by a hole */
  get<T extends Json>(key: StateKey<T>): T | undefined {
    if (!this.#values.has(key)) throw new InvariantError(`a rule reads ${key}, which it did not name`);
    return this.#values.get(key) as T | undefined;
  }

  rootAt(size: number): Uint8Array | undefined {
    return this.#roots.get(size);
  }

  /** Fetches all that judging `signed` will read. @throws Refusal where `signed` itself does not tell */
  prefetch(signed: SignedStatement): Promise<void> {
    return this.fetch((partial) => refusing(() => neededReads(signed, partial)));
  }

  /**
   * Fetches, in a few requests for all, what judging each of `batch` will read as things stand. Where an earlier one of
   * the batch makes a later one read more, {@link prefetch} gets that.
   */
  prefetchAll(batch: readonly SignedStatement[]): Promise<void> {
    let unsettled = batch;
    return this.fetch((partial) => {
      const needs = unsettled.map((signed) => readsOf(signed, partial));
      const isMissing = ({ keys, roots }: Needs): boolean =>
        keys.some((key) => !this.#values.has(key)) || roots.some((size) => !this.#roots.has(size));
      unsettled = unsettled.filter((_, i) => isMissing(needs[i] ?? NO_NEEDS));
      return {
        keys: [...new Set(needs.flatMap(({ keys }) => keys))],
        roots: [...new Set(needs.flatMap(({ roots }) => roots))],
      };
    });
  }

  /** Fetches what `needs` names, looking at what is there already, until it names nothing new. */
  async fetch(needs: (partial: View) => Needs): Promise<void> {
    const partial: View = {
      get: <T extends Json>(key: StateKey<T>) => this.#values.get(key) as T | undefined,
      rootAt: () => undefined,
    };
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { keys, roots } = needs(partial);
      const missing = keys.filter((key) => !this.#values.has(key));
      for (const size of roots) if (!this.#roots.has(size)) this.#roots.set(size, await this.#committed.rootAt(size));
      if (missing.length === 0) return;
      const values = await this.#committed.load(missing);
      for (const [i, key] of missing.entries()) {
        this.#values.set(key, values[i]);
        if (values[i] === undefined) this.#absent.add(key);
      }
    }
    throw new InvariantError('what a statement reads does not settle');
  }

  apply(changes: readonly StateChange[]): void {
    for (const { key, value } of changes) {
      this.#values.set(key, value ?? undefined);
      this.#changed.add(key);
    }
  }

  /** Every key that changed, with its last value; null where it was removed. */
  changes(): BatchChange[] {
    return [...this.#changed].map((key) => {
      return { key, value: this.#values.get(key) ?? null, isNew: this.#absent.has(key) };
    });
  }
}

const NO_NEEDS: Needs = { keys: [], roots: [] };

/** Nothing where the statement does not tell: it will be refused when its turn comes. */
function readsOf(signed: SignedStatement, partial: View): Needs {
  try {
    return neededReads(signed, partial);
  } catch (error) {
    if (error instanceof InputError) return NO_NEEDS;
    throw error;
  }
}

/**
 * What `read` takes out of a statement. A member may hold rubbish although its form is right (a key that is none): that
 * is a refusal, told apart from errors of the storage, which stop the ledger.
 * @throws Refusal in place of InputError
 */
export function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) throw new Refusal(error.code, error.message);
    throw error;
  }
}
