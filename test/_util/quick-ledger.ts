/**
 * The state of the rules kept from record to record, for tests that judge hundreds of thousands of statements. Signatures
 * are not looked at, nothing is hashed. Every judgement sees only what the rule named, and may change nothing.
 * @module
 */

import { InputError, InvariantError } from '../../src/core/error.ts';
import { canonicalize } from '../../src/core/json/jcs.ts';
import type { Json } from '../../src/core/json/json.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { apply, type ChangeSet, neededReads, type Outcome } from '../../src/core/rules/apply.ts';
import type { StateKey, View } from '../../src/core/rules/state.ts';

/** A statement that was accepted, when, and what it changed. */
export interface QuickRecord {
  readonly signed: SignedStatement;
  readonly recordedAt: string;
  readonly change: ChangeSet;
}

export class QuickLedger {
  readonly #state: Map<string, Json>;
  readonly #records: QuickRecord[];
  /** The most often that a statement was asked what to read. */
  mostAsked = 0;

  constructor(state: ReadonlyMap<string, Json> = new Map(), records: readonly QuickRecord[] = []) {
    this.#state = new Map(state);
    this.#records = [...records];
  }

  /** An independent copy as it stands. */
  fork(): QuickLedger {
    return new QuickLedger(this.#state, this.#records);
  }

  get size(): number {
    return this.#records.length;
  }

  get records(): readonly QuickRecord[] {
    return this.#records;
  }

  get<T extends Json>(key: StateKey<T>): T | undefined {
    return this.#state.get(key) as T | undefined;
  }

  /** Everything, in no order. */
  get state(): ReadonlyMap<string, Json> {
    return this.#state;
  }

  /** All of the state, to look things up in. */
  get view(): View {
    return { get: (key) => this.get(key), rootAt: () => undefined };
  }

  /** The state as one text: the RFC 8785 form of its entries in the order of the keys. */
  text(): string {
    return canonicalize([...this.#state].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** What the rules say of the next record, by what they named. @throws InvariantError when they read anything else */
  judge(signed: SignedStatement, recordedAt: string): Outcome {
    try {
      return apply(this.#viewFor(signed), { ...signed, recordedAt }, this.size);
    } catch (error) {
      if (error instanceof InputError) return { accepted: false, code: error.code, message: error.message };
      throw error;
    }
  }

  /** Records what `judge` accepted. From here on nobody can change what it says. */
  append(signed: SignedStatement, recordedAt: string, change: ChangeSet): void {
    for (const { key, value } of change.changes) {
      if (value === null) this.#state.delete(key);
      else this.#state.set(key, freeze(value));
    }
    this.#records.push({ signed, recordedAt, change });
  }

  /** Judges and records. @throws Error where the rules refuse */
  accept(signed: SignedStatement, recordedAt: string): void {
    const outcome = this.judge(signed, recordedAt);
    if (!outcome.accepted) throw new Error(`record ${this.size}: ${outcome.code}: ${outcome.message}`);
    this.append(signed, recordedAt, outcome.change);
  }

  #viewFor(signed: SignedStatement): View {
    const named = new Set<string>();
    const partial: View = {
      get: (key) => (named.has(key) ? this.get(key) : undefined),
      rootAt: () => undefined,
    };
    for (let asked = 1; ; asked++) {
      const before = named.size;
      for (const key of neededReads(signed, partial).keys) named.add(key);
      this.mostAsked = Math.max(this.mostAsked, asked);
      if (named.size === before) break;
    }
    return {
      get: (key) => {
        if (!named.has(key)) throw new InvariantError(`a rule reads ${key}, which it did not name`);
        return this.get(key);
      },
      rootAt: () => undefined,
    };
  }
}

/** Whoever changes the value, or anything in it, throws. */
function freeze(value: Json): Json {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
