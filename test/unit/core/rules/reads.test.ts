/**
 * I4: every kind names what it reads, in whole histories. The bench that the tests of the kinds stand on looks at it in each.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../../src/core/error.ts';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import { apply } from '../../../../src/core/rules/apply.ts';
import { KIND_NAMES } from '../../../../src/core/rules/book.ts';
import { STATE } from '../../../../src/core/rules/state.ts';
import { Consortium } from '../../../_util/consortium.ts';
import { creditLedger } from '../../../_util/credit-history.ts';
import { sampleHistory } from '../../../_util/history.ts';
import { NaiveLedger } from '../../../_util/naive-ledger.ts';
import { picker, randomHistory } from '../../../_util/random-history.ts';
import { judgeTwice, LogEnd, NamedView } from './_named-view.ts';

describe('I4: every kind names what it reads', () => {
  it('in the sample history and that of credit, in few rounds of asking', () => {
    const consortium = new Consortium();
    const sample = new NaiveLedger(consortium.origin, consortium.logKey);
    sample.appendAll(sampleHistory(consortium));
    const kinds = new Set<string>();
    for (const ledger of [sample, creditLedger()]) {
      for (let index = 0; index < ledger.size; index++) {
        const record = ledger.record(index);
        expect(judgeTwice(new LogEnd(ledger, index), record, record.recordedAt).accepted).toBe(true);
        kinds.add(record.statement.kind);
      }
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
