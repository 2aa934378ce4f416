import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, roleBody, roundAbortedBody, roundOpenBody } from '../../../../_util/bodies.ts';
import { ORIGIN } from '../../../../_util/consortium.ts';
import { contributionCommitBody } from '../../../../_util/credit-bodies.ts';
import { type Bench, HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';
import { BIOTECH, openCreditRound, playRound, prepare } from '../_credit.ts';

const prepared = prepare();
const opened = openCreditRound(prepared, { invited: [PHARMA, HOSPITAL] });
const { bench: base, round } = opened;
const { commitBy = '' } = base.get(STATE.round(round))?.credit ?? {};

const body = (author: string, of = round, label = 'update') => contributionCommitBody(ORIGIN, author, of, label);
const refusal = (bench: Bench = base, author = PHARMA, of = round) =>
  bench.refusal('contribution-commit', author, body(author, of));

describe('a commitment', () => {
  it('stands in the account of its author, and its index is the precedence', () => {
    const { digest, ...effect } = base.effect('contribution-commit', PHARMA, body(PHARMA));
    const { commitment } = body(PHARMA);
    expect(effect).toEqual({
      account: PHARMA,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: {
        [STATE.commit(round, PHARMA)]: { commitment, digest, index: base.ledger.size },
        [STATE.round(round)]: { ...base.get(STATE.round(round)), committed: [PHARMA] },
      },
    });
  });

  it('comes in any order', () => {
    const bench = base.fork();
    for (const id of [HOSPITAL, PHARMA]) bench.record('contribution-commit', id, body(id));
    expect(bench.get(STATE.round(round))).toMatchObject({ committed: [HOSPITAL, PHARMA], contributed: [] });
  });

  it('round-unknown: belongs to a round', () => {
    expect(refusal(base, PHARMA, digestOf('x'))).toBe('round-unknown');
    expect(refusal(base, PHARMA, prepared.plan)).toBe('round-unknown');
  });

  it('no-credit: is not for rounds that ask for none', () => {
    const bench = prepared.bench.fork();
    const plain = bench.record('round-open', INSTITUTE, roundOpenBody()).digest;
    expect(refusal(bench, PHARMA, plain)).toBe('no-credit');
  });

  it('round-not-open: comes while the round is open', () => {
    const aborted = base.fork();
    aborted.record('round-close', INSTITUTE, roundAbortedBody(round, 0));
    expect(refusal(aborted)).toBe('round-not-open');
    const completed = playRound(prepared, { invited: [PHARMA] });
    expect(refusal(completed.bench, HOSPITAL, completed.round)).toBe('round-not-open');
  });

  it('not-invited: comes from those invited', () => {
    expect(refusal(base, BIOTECH)).toBe('not-invited');
  });

  it('role-missing: comes from those who still hold the role', () => {
    const bench = base.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(HOSPITAL, 'contributor', { change: 'end' }));
    expect(refusal(bench, HOSPITAL)).toBe('role-missing');
  });

  it('deadline-passed: comes up to and with commitBy', () => {
    expect(refusal(base.fork().waitUntil(commitBy))).toBeUndefined();
    expect(refusal(base.fork().waitUntil(commitBy, 1))).toBe('deadline-passed');
  });

  it('already-committed: comes once from an institution, whatever it commits to', () => {
    const bench = base.fork();
    bench.record('contribution-commit', PHARMA, body(PHARMA));
    for (const label of ['update', 'another'])
      expect(bench.refusal('contribution-commit', PHARMA, body(PHARMA, round, label))).toBe('already-committed');
    expect(refusal(bench, HOSPITAL)).toBeUndefined();
  });
});
