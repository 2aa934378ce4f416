import { describe, expect, it } from 'vitest';
import type { CreditBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import type { KindName } from '../../../../../src/core/statement/validate.ts';
import { digestOf, endorsementBody, taskBody } from '../../../../_util/bodies.ts';
import { awardFinalBody, claimBody, creditBody, disputeBody } from '../../../../_util/credit-bodies.ts';
import { HOSPITAL, OPERATOR, PHARMA } from '../_bench.ts';
import { awardBodyOf, awarded, changeOf, drain, finalise, TREASURER } from '../_credit.ts';

/** The award is final, and no credit is recorded yet. */
const stage = awarded();
const waiting = stage.bench.fork();
waiting.waitUntil(waiting.get(STATE.award(stage.award))?.disputeBy ?? '', 1);
const source = waiting.record('award-final', TREASURER, awardFinalBody(stage.award)).digest;
const { lines = [] } = waiting.get(STATE.drain) ?? {};
const NO_LINE = { line: 0, beneficiary: '', amount: '' };
const [first, second] = lines;
const bodyOf = (at: number): CreditBody => {
  const { line, beneficiary, amount } = lines[at] ?? NO_LINE;
  return creditBody(source, line, beneficiary, amount);
};
const refusal = (change: Partial<CreditBody>, bench = waiting, author = OPERATOR) =>
  bench.refusal('credit', author, { ...bodyOf(0), ...change });

describe('a credit', () => {
  it('I6: issues the amount of its line to its beneficiary', () => {
    const bench = waiting.fork();
    const index = bench.ledger.size;
    const change = changeOf(bench, bench.stray('credit', OPERATOR, bodyOf(0)));
    expect(change).toMatchObject({
      account: first?.beneficiary,
      issuedDelta: BigInt(first?.amount ?? 0),
      spentDelta: 0n,
    });
    const { digest } = bench.record('credit', OPERATOR, bodyOf(0));
    const { beneficiary, amount } = first ?? NO_LINE;
    expect(bench.get(STATE.credit(digest))).toEqual({ beneficiary, amount, spent: '0', source, policy: stage.policy });
    expect(bench.get(STATE.creditOf(beneficiary, index))).toBe(digest);
    expect(bench.get(STATE.drain)).toEqual({ source, policy: stage.policy, lines: lines.slice(1) });
    expect(bench.get(STATE.record(digest))?.account).toBe(beneficiary);
  });

  it('I6: with the reserve all credits of an award sum to its budget', () => {
    const bench = waiting.fork();
    const credits = drain(bench);
    expect(credits.size).toBe(3);
    expect(bench.get(STATE.drain)).toBeUndefined();
    const { reserve, budget } = awardBodyOf(stage.bench);
    const issued = [...credits.values()].map((digest) => BigInt(bench.get(STATE.credit(digest))?.amount ?? 0));
    expect(issued.reduce((sum, amount) => sum + amount, BigInt(reserve))).toBe(BigInt(budget));
  });

  it.each<[string, Partial<CreditBody>]>([
    ['another source', { source: digestOf('another source') }],
    ['the award instead of its finality', { source: stage.award }],
    ['another line', { line: 1 }],
    ['another beneficiary', { beneficiary: second?.beneficiary ?? '' }],
    ['an institution without a line', { beneficiary: TREASURER }],
    ['more', { amount: String(BigInt(first?.amount ?? 0) + 1n) }],
    ['less', { amount: String(BigInt(first?.amount ?? 0) - 1n) }],
  ])('I6, credit-unfounded: follows its source to the letter (%s)', (_, change) => {
    expect(refusal(change)).toBe('credit-unfounded');
    expect(refusal({})).toBeUndefined();
  });

  it('I6, credit-unfounded: comes in the order of the lines', () => {
    expect(waiting.refusal('credit', OPERATOR, bodyOf(1))).toBe('credit-unfounded');
    const bench = waiting.fork();
    bench.record('credit', OPERATOR, bodyOf(0));
    expect(bench.refusal('credit', OPERATOR, bodyOf(0))).toBe('credit-unfounded');
    expect(bench.refusal('credit', OPERATOR, bodyOf(2))).toBe('credit-unfounded');
    expect(bench.refusal('credit', OPERATOR, bodyOf(1))).toBeUndefined();
  });

  it('I6, credit-unfounded: comes from nothing but a final award or a transfer', () => {
    expect(stage.bench.refusal('credit', OPERATOR, bodyOf(0))).toBe('credit-unfounded');
    const drained = finalise(stage).bench;
    expect(drained.refusal('credit', OPERATOR, bodyOf(0))).toBe('credit-unfounded');
  });

  it('operator-writes: is written by the ledger itself, and nobody else', () => {
    expect(refusal({}, waiting, TREASURER)).toBe('operator-writes');
    expect(refusal({}, waiting, first?.beneficiary)).toBe('operator-writes');
  });

  it('meaning: is signed with responsibility', () => {
    expect(waiting.refusal('credit', OPERATOR, bodyOf(0), { signing: { meaning: 'author' } })).toBe('meaning');
  });

  it('key-not-authors: is signed with the key of the operator institution', () => {
    const signed = waiting.stray('credit', OPERATOR, bodyOf(0));
    const { keyId } = waiting.stray('task', PHARMA, taskBody());
    expect(waiting.judge({ ...signed, keyId })).toBe('key-not-authors');
  });

  it('credits-first: while credits wait nothing else is recorded, whoever signs it', () => {
    const others: [KindName, string, object][] = [
      ['claim', PHARMA, claimBody(digestOf('credit'), '1')],
      ['task', PHARMA, taskBody({ task: 'another' })],
      ['award-final', TREASURER, awardFinalBody(stage.award)],
      ['award', TREASURER, awardBodyOf(stage.bench)],
      ['dispute', PHARMA, disputeBody(stage.award, stage.contributions.get(HOSPITAL) ?? '', HOSPITAL)],
      ['endorsement', PHARMA, endorsementBody(stage.report, 'system')],
      [
        'refusals',
        OPERATOR,
        { first: source, refused: [{ statement: source, author: PHARMA, code: 'chain', at: waiting.now }], omitted: 0 },
      ],
    ];
    const bench = waiting.fork();
    for (const remaining of lines) {
      for (const [kind, author, body] of others)
        expect(bench.refusal(kind, author, body as never)).toBe('credits-first');
      bench.record('credit', OPERATOR, bodyOf(remaining.line));
    }
    expect(bench.refusal('task', PHARMA, taskBody({ task: 'another' }))).toBeUndefined();
  });
});
