import { describe, expect, it } from 'vitest';
import type { AwardBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { addSeconds } from '../../../../../src/core/statement/instant.ts';
import { digestOf } from '../../../../_util/bodies.ts';
import { HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';
import {
  award,
  awardBodyOf,
  awarded,
  BIOTECH,
  changeOf,
  DEADLINES,
  dispute,
  EVALUATOR,
  MODEL,
  playRound,
  prepare,
  recordPolicy,
  reportOn,
  TREASURER,
  upheldBody,
} from '../_credit.ts';

const reported = reportOn(playRound(prepare()));
const { bench: base } = reported;
const body = awardBodyOf(base);
const refusal = (change: Partial<AwardBody>, bench = base) => bench.refusal('award', TREASURER, { ...body, ...change });
const messageOf = (change: Partial<AwardBody>) => {
  const outcome = base.ledger.judge(base.stray('award', TREASURER, { ...body, ...change }), base.now);
  return outcome.accepted ? '' : outcome.message;
};
const sumOf = ({ lines, reserve }: AwardBody) =>
  lines.reduce((sum, { amount }) => sum + BigInt(amount), BigInt(reserve));
/** The lines with one of them changed. */
const withLine = (at: number, change: Partial<AwardBody['lines'][number]>) =>
  body.lines.map((line, i) => (i === at ? { ...line, ...change } : line));

describe('an award', () => {
  it('shares out the budget of its window, and stands to be disputed', () => {
    const bench = base.fork();
    const at = bench.now;
    const { digest } = bench.record('award', TREASURER, body);
    const disputeBy = addSeconds(at, DEADLINES.dispute);
    expect(bench.get(STATE.award(digest))).toEqual({
      policy: reported.policy,
      model: MODEL,
      window: 1,
      lines: body.lines.map(({ beneficiary, amount }, line) => ({ line, beneficiary, amount })),
      status: 'proposed',
      disputeBy,
      finalBy: addSeconds(disputeBy, DEADLINES.final),
      disputes: [],
    });
    expect(bench.get(STATE.window(MODEL, 1))).toMatchObject({ rounds: [reported.round], award: digest });
    expect(bench.get(STATE.openAwards)).toEqual([digest]);
    expect(bench.get(STATE.record(digest))?.account).toBe(TREASURER);
  });

  it('I6: its lines and its reserve sum to the budget, and it issues nothing yet', () => {
    expect(body.budget).toBe('1000001');
    expect(body.lines.map(({ beneficiary }) => beneficiary)).toEqual([PHARMA, HOSPITAL, BIOTECH].sort());
    expect(sumOf(body)).toBe(1_000_001n);
    expect(changeOf(base, base.stray('award', TREASURER, body))).toMatchObject({ issuedDelta: 0n, spentDelta: 0n });
  });

  it('I6: keeps in the reserve what nobody earned', () => {
    const from = playRound(
      prepare({ policy: { components: [{ method: 'shapley-exact', basisPoints: 10_000 }], fallback: 'reserve' } }),
    );
    const bench = from.bench.fork().waitUntil(from.bench.get(STATE.window(MODEL, 1))?.reportsBy ?? '', 1);
    const unearned = awardBodyOf(bench);
    expect(unearned.reserve).toBe(unearned.budget);
    const { digest } = bench.record('award', TREASURER, unearned);
    expect(bench.get(STATE.award(digest))?.lines).toEqual([]);
  });

  it('window-unknown: is of a window that the lineage has', () => {
    expect(refusal({ window: 2 })).toBe('window-unknown');
    expect(refusal({ model: 'other-net' })).toBe('window-unknown');
  });

  it('window-running: waits until the window is full', () => {
    const first = reportOn(playRound(prepare({ policy: { window: { rounds: 2, seconds: 86_400 } } })));
    expect(first.bench.refusal('award', TREASURER, awardBodyOf(first.bench))).toBe('window-running');
    const second = reportOn(playRound(first, { number: 2 }));
    expect(second.bench.refusal('award', TREASURER, awardBodyOf(second.bench))).toBeUndefined();
    expect(awardBodyOf(second.bench).rounds).toEqual([first.round, second.round]);
  });

  it('window-running: or until its seconds have passed', () => {
    const { bench } = reportOn(playRound(prepare({ policy: { window: { rounds: 2, seconds: 5000 } } })));
    const over = addSeconds(bench.get(STATE.window(MODEL, 1))?.firstClosedAt ?? '', 5000);
    expect(bench.waitUntil(over).refusal('award', TREASURER, awardBodyOf(bench))).toBe('window-running');
    expect(bench.waitUntil(over, 1).refusal('award', TREASURER, awardBodyOf(bench))).toBeUndefined();
  });

  it('reports-missing: waits for the reports of every evaluator, or for their deadline', () => {
    const { bench } = playRound(prepare());
    const { reportsBy = '' } = bench.get(STATE.window(MODEL, 1)) ?? {};
    const judge = () => bench.refusal('award', TREASURER, awardBodyOf(bench));
    expect(judge()).toBe('reports-missing');
    bench.waitUntil(reportsBy);
    expect(judge()).toBe('reports-missing');
    bench.waitUntil(reportsBy, 1);
    expect(judge()).toBeUndefined();
  });

  it('role-missing: is submitted by the treasurer; once overdue by anyone', () => {
    const bench = base.fork();
    const due = addSeconds(bench.get(STATE.window(MODEL, 1))?.reportsBy ?? '', DEADLINES.award);
    expect(bench.refusal('award', EVALUATOR, body)).toBe('role-missing');
    bench.waitUntil(due);
    expect(bench.refusal('award', EVALUATOR, body)).toBe('role-missing');
    bench.waitUntil(due, 1);
    expect(bench.refusal('award', EVALUATOR, body)).toBeUndefined();
    expect(bench.refusal('award', TREASURER, body)).toBeUndefined();
  });

  it('already-awarded: is the only one of its window', () => {
    const { bench, award: standing } = award(reported);
    expect(refusal({}, bench)).toBe('already-awarded');
    expect(refusal({ replaces: standing }, bench)).toBe('already-awarded');
  });

  it.each<[string, Partial<AwardBody>]>([
    ['the policy', { policy: digestOf('other policy') }],
    ['the rounds', { rounds: [digestOf('other round')] }],
    ['the budget', { budget: '1000002' }],
    ['the reserve', { reserve: '1' }],
    ['an amount', { lines: withLine(0, { amount: String(BigInt(body.lines[0]?.amount ?? 0) + 1n) }) }],
    ['a beneficiary', { lines: withLine(2, { beneficiary: INSTITUTE }) }],
    ['the rounds of a line', { lines: withLine(0, { rounds: 2 }) }],
    ['samples', { lines: withLine(0, { samples: '4' }) }],
    ['a utility', { lines: withLine(0, { utility: '1' }) }],
    ['quality', { lines: withLine(0, { quality: 9999 }) }],
    ['reputation', { lines: withLine(0, { reputation: 9999 }) }],
    ['terms', { lines: withLine(0, { terms: ['1', '1'] }) }],
    ['a missing line', { lines: body.lines.slice(1) }],
    ['the order of the lines', { lines: body.lines.toReversed() }],
    ['what it replaces', { replaces: digestOf('no award') }],
  ])('award-differs: is what the log gives, bit for bit (%s)', (_, change) => {
    expect(refusal(change)).toBe('award-differs');
  });

  it('award-differs: says where', () => {
    const [first] = body.lines;
    expect(messageOf({ lines: withLine(0, { amount: '7' }) })).toContain(`the line of ${first?.beneficiary} is`);
    expect(messageOf({ reserve: '1' })).toBe('reserve is "1"; the log gives "0"');
    expect(messageOf({ replaces: digestOf('x') })).toContain('the log gives absent');
    expect(messageOf({ lines: body.lines.toReversed() })).toContain('another order');
  });

  it('award-differs: replaces one that was set aside by the body that the resolution named', () => {
    const disputed = dispute(award(reported));
    const { bench } = disputed;
    bench.waitUntil(bench.get(STATE.dispute(disputed.dispute))?.respondBy ?? '', 1);
    bench.record('resolution', BIOTECH, upheldBody(disputed));
    const replacement = awardBodyOf(bench, 1, disputed.award);
    const { replaces: _, ...plain } = replacement;
    expect(bench.refusal('award', TREASURER, body)).toBe('award-differs');
    expect(bench.refusal('award', TREASURER, plain)).toBe('award-differs');
    expect(bench.refusal('award', TREASURER, { ...body, replaces: disputed.award })).toBe('award-differs');
    const { digest } = bench.record('award', TREASURER, replacement);
    expect(replacement.lines.find(({ beneficiary }) => beneficiary === HOSPITAL)?.amount).toBe('0');
    expect(sumOf(replacement)).toBe(1_000_001n);
    expect(bench.get(STATE.award(digest))?.status).toBe('proposed');
    expect(bench.get(STATE.openAwards)).toEqual([digest]);
    expect(bench.get(STATE.window(MODEL, 1))?.award).toBe(digest);
    expect(bench.refusal('award', TREASURER, replacement)).toBe('already-awarded');
  });

  it('stands beside those of other windows', () => {
    const { bench, award: first, ...rest } = awarded();
    const second = award2({ ...rest, bench });
    expect(second.bench.get(STATE.openAwards)).toEqual([first, second.digest]);
  });

  it('is by the policy that its rounds were opened with, whatever came into force since', () => {
    const bench = base.fork();
    recordPolicy(bench, { policy: 'policy-2', components: [{ method: 'equal', basisPoints: 10_000 }] });
    expect(awardBodyOf(bench)).toEqual(body);
    expect(bench.refusal('award', TREASURER, body)).toBeUndefined();
  });
});

/** The award of a second window. */
function award2(from: Parameters<typeof playRound>[0]) {
  const { bench } = reportOn(playRound(from, { number: 2 }));
  return { bench, digest: bench.record('award', TREASURER, awardBodyOf(bench, 2)).digest };
}
