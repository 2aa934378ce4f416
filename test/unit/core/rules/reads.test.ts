/**
 * I4: a rule reads nothing but what it named. The view here throws for any other key, so a forgotten name fails although
 * the value would have been there.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../../src/core/error.ts';
import { canonicalize } from '../../../../src/core/json/jcs.ts';
import type { Json } from '../../../../src/core/json/json.ts';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import { apply, neededReads, type Outcome } from '../../../../src/core/rules/apply.ts';
import { KIND_NAMES } from '../../../../src/core/rules/book.ts';
import { STATE, type StateKey, type View } from '../../../../src/core/rules/state.ts';
import { Consortium } from '../../../_util/consortium.ts';
import { sampleHistory } from '../../../_util/history.ts';
import { NaiveLedger } from '../../../_util/naive-ledger.ts';
import { picker, randomHistory } from '../../../_util/random-history.ts';

/** The rounds of asking that the engine allows are eight; the rules need fewer. */
const MOST_ROUNDS = 3;

/** The end of a log: all that there is to read before its next record. */
class LogEnd implements View {
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
class NamedView implements View {
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
function judgeTwice(end: LogEnd, signed: SignedStatement): Outcome {
  const view = new NamedView(end);
  expect(view.prefetch(signed)).toBeLessThanOrEqual(MOST_ROUNDS);
  const record = { ...signed, recordedAt: end.get(STATE.clock) ?? '2026-11-23T08:30:00.000Z' };
  const outcome = apply(view, record, end.size);
  expect(text(outcome)).toBe(text(apply(end, record, end.size)));
  return outcome;
}

describe('I4: every kind names what it reads', () => {
  it('in the sample history, in few rounds of asking', () => {
    const consortium = new Consortium();
    const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
    const kinds = new Set<string>();
    for (const signed of sampleHistory(consortium)) {
      expect(judgeTwice(new LogEnd(ledger), signed).accepted).toBe(true);
      ledger.append(signed);
      kinds.add(signed.statement.kind);
    }
    expect([...kinds].sort()).toEqual(KIND_NAMES.toSorted());
  });

  it('in random histories, in which many a statement is refused', () => {
    const consortium = new Consortium();
    const founded = new NaiveLedger(consortium.origin, consortium.logKey);
    founded.appendAll(consortium.founding());
    const refusals = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 2 }), (seed) => {
        const ledger = founded.fork();
        let size = ledger.size;
        for (const { signed, refused } of randomHistory(consortium.fork(), ledger, 30, picker(seed))) {
          const outcome = judgeTwice(new LogEnd(ledger, size), signed);
          expect(outcome.accepted ? undefined : outcome.code).toBe(refused);
          if (refused === undefined) size++;
          else refusals.add(refused);
        }
        expect(size).toBe(ledger.size);
      }),
      { numRuns: 20 },
    );
    expect(refusals.size).toBeGreaterThan(8);
  });

  it('and a view without a name would be noticed', () => {
    const consortium = new Consortium();
    const [charter] = consortium.founding();
    const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
    const blind = new NamedView(new LogEnd(ledger));
    const judge = () => apply(blind, { ...(charter as SignedStatement), recordedAt: '2026-11-23T08:30:00.000Z' }, 0);
    expect(judge).toThrow(InvariantError);
    expect(judge).toThrow(STATE.record(charter?.digest ?? ''));
  });
});
