/**
 * I4: a rule reads nothing but what it named. The view here throws for any other key, so a forgotten name fails although
 * the value would have been there.
 * @module
 */
import { InvariantError } from '../../../../src/core/error.ts';
import { canonicalize } from '../../../../src/core/json/jcs.ts';
import type { Json } from '../../../../src/core/json/json.ts';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import { apply, neededReads, type Outcome } from '../../../../src/core/rules/apply.ts';
import { STATE, type StateKey, type View } from '../../../../src/core/rules/state.ts';
import type { NaiveLedger } from '../../../_util/naive-ledger.ts';

/** When a record is recorded before which there is none. */
const FIRST_RECORDED_AT = '2026-11-23T08:30:00.000Z';

/** The rounds of asking that the engine allows are eight; the rules need fewer: the approval of a resolution most. */
const MOST_ROUNDS = 5;

/** The end of a log: all that there is to read before its next record. */
export class LogEnd implements View {
  readonly size: number;
  readonly #state: ReadonlyMap<string, Json>;
  readonly #ledger: NaiveLedger;

  constructor(ledger: NaiveLedger, size = ledger.size) {
    this.#ledger = ledger;
    this.#state = ledger.state(size);
    this.size = size;
  }

  get<T extends Json>(key: StateKey<T>): T | undefined {
    return this.#state.get(key) as T | undefined;
  }

  rootAt(size: number): Uint8Array | undefined {
    return size <= this.size ? this.#ledger.root(size) : undefined;
  }
}

/** A view that holds what was named, and throws for the rest. */
export class NamedView implements View {
  readonly #end: LogEnd;
  readonly #keys = new Set<string>();
  readonly #roots = new Set<number>();

  constructor(end: LogEnd) {
    this.#end = end;
  }

  /** Asks what to read until nothing new is named; returns how often. */
  prefetch(signed: SignedStatement): number {
    const partial: View = {
      get: <T extends Json>(key: StateKey<T>) => (this.#keys.has(key) ? this.#end.get(key) : undefined),
      rootAt: () => undefined,
    };
    for (let rounds = 0; ; rounds++) {
      const { keys, roots } = neededReads(signed, partial);
      const known = this.#keys.size + this.#roots.size;
      for (const key of keys) this.#keys.add(key);
      for (const size of roots) this.#roots.add(size);
      if (this.#keys.size + this.#roots.size === known) return rounds;
    }
  }

  get<T extends Json>(key: StateKey<T>): T | undefined {
    if (!this.#keys.has(key)) throw new InvariantError(`a rule reads ${key}, which it did not name`);
    return this.#end.get(key);
  }

  rootAt(size: number): Uint8Array | undefined {
    if (!this.#roots.has(size)) throw new InvariantError(`a rule reads the root at ${size}, which it did not name`);
    return this.#end.rootAt(size);
  }
}

const text = (outcome: Outcome): string =>
  outcome.accepted ? `${outcome.change.account} ${canonicalize(outcome.change.changes)}` : outcome.code;

/** Judges by what was named, after few rounds of asking, and requires the same answer as by the whole state. */
export function judgeTwice(
  end: LogEnd,
  signed: SignedStatement,
  recordedAt = end.get(STATE.clock) ?? FIRST_RECORDED_AT,
): Outcome {
  const view = new NamedView(end);
  if (view.prefetch(signed) > MOST_ROUNDS) throw new Error(`${signed.statement.kind} asks too often what to read`);
  const record = { ...signed, recordedAt };
  const outcome = apply(view, record, end.size);
  const [named, whole] = [outcome, apply(end, record, end.size)].map(text);
  if (named !== whole) throw new Error(`by what it named: ${named}; by the whole state: ${whole}`);
  return outcome;
}
