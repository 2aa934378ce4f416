import { describe, expect, it } from 'vitest';
import type { ReportBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf } from '../../../../_util/bodies.ts';
import { reportBody } from '../../../../_util/credit-bodies.ts';
import { HOSPITAL, INSTITUTE } from '../_bench.ts';
import { AUDITOR, BIOTECH, changeOf, EVALUATOR, prepare, TREASURER } from '../_credit.ts';

const { bench: base } = prepare();
const subject = { name: 'report', sha256: digestOf('q3') };
const refusal = (change: Partial<ReportBody> = {}, author = AUDITOR, bench = base) =>
  bench.refusal('report', author, reportBody('q3', { size: bench.ledger.size, ...change }), { subject });

describe('a report', () => {
  it('puts the digest of its file on record, in the account of the system', () => {
    const bench = base.fork();
    const { digest } = bench.record('report', AUDITOR, reportBody('q3'), { subject });
    expect(bench.get(STATE.name('report', 'q3'))).toBe(digest);
    expect(bench.get(STATE.record(digest))).toMatchObject({ account: 'system', author: AUDITOR });
  });

  it('I6: moves no credit', () => {
    const change = changeOf(base, base.stray('report', AUDITOR, reportBody('q3'), { subject }));
    expect(change).toMatchObject({ account: 'system', issuedDelta: 0n, spentDelta: 0n });
  });

  it('report-size: covers records that there are', () => {
    expect(refusal()).toBeUndefined();
    expect(refusal({ size: base.ledger.size + 1 })).toBe('report-size');
  });

  it('name-taken: has a name of its own', () => {
    const bench = base.fork();
    bench.record('report', AUDITOR, reportBody('q3'), { subject });
    expect(refusal({}, INSTITUTE, bench)).toBe('name-taken');
    expect(refusal({ report: 'q4' }, AUDITOR, bench)).toBeUndefined();
  });

  it('role-missing: is of stewards, auditors and regulators', () => {
    expect(refusal({}, HOSPITAL)).toBeUndefined();
    for (const author of [BIOTECH, EVALUATOR, TREASURER]) expect(refusal({}, author)).toBe('role-missing');
  });
});
