import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeTable, tableDigest } from '../../../../../src/core/credit/utility-table.ts';
import type { UtilitySealedBody, UtilityTableBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, endorsementBody, roleBody, roundAbortedBody, tensors } from '../../../../_util/bodies.ts';
import { evaluationPlanBody, nonceOf, utilityReportBody } from '../../../../_util/credit-bodies.ts';
import { everyOrder, marginalSums, naivePermutation, utilityIn } from '../../../../_util/credit-oracle.ts';
import { type Bench, HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';
import {
  AUDITOR,
  CONTRIBUTORS,
  contribute,
  EVALUATOR,
  openCreditRound,
  type Played,
  playRound,
  prepare,
  recordPolicy,
} from '../_credit.ts';

/** Utilities of all coalitions of three, that no sum of gains would give: players 0 and 1 are copies of each other. */
const TABLE = [100, 400, 400, 400, 350, 900, 900, 880];
const [EMPTY, GRAND] = [100, 880];
const ORDERS = everyOrder(3);
const SHAPLEY = marginalSums(ORDERS, 3, utilityIn(TABLE));

const PREPARED = { policy: { window: { rounds: 2, seconds: 86_400 } } };
const prepared = prepare(PREPARED);
const played = playRound(prepared);
const { bench: base, round, plan, players } = played;

const body = (change: Partial<UtilityTableBody> = {}, of: Pick<Played, 'round' | 'plan' | 'players'> = played) =>
  utilityReportBody(of.round, of.plan, of.players, TABLE, change);
const refusal = (change: Partial<UtilityTableBody>, bench: Bench = base, author = EVALUATOR) =>
  bench.refusal('utility-report', author, body(change));

/** A round valued under a plan of another scheme, by policy components that it serves. */
function playedUnder(
  change: Parameters<typeof evaluationPlanBody>[1],
  method: 'leave-one-out' | 'shapley-permutation' | 'shapley-exact',
) {
  return playRound(prepare({ plan: change ?? {}, policy: { components: [{ method, basisPoints: 10_000 }] } }));
}

describe('a utility report', () => {
  it('values a round in the account of the evaluator; its numerators are recomputed', () => {
    const { digest, ...effect } = base.effect('utility-report', EVALUATOR, body());
    expect(effect).toEqual({
      account: EVALUATOR,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: {
        [STATE.utility(round, EVALUATOR)]: {
          plan,
          empty: EMPTY,
          grand: GRAND,
          status: 'usable',
          parts: 1,
          shapley: SHAPLEY.map(String),
          leaveOneOut: ['-20', '-20', '480'],
        },
        [STATE.reportOf(digest)]: { round, evaluator: EVALUATOR },
        [STATE.report(round, EVALUATOR, 1)]: digest,
        [STATE.worth(plan, EVALUATOR, tensors('model 0').tensorSet)]: EMPTY,
        [STATE.worth(plan, EVALUATOR, tensors('model 1').tensorSet)]: GRAND,
      },
    });
    expect(SHAPLEY.reduce((sum, each) => sum + each)).toBe(BigInt(6 * (GRAND - EMPTY)));
  });

  it('may say how good the data of each player is', () => {
    const quality = [10_000, 0, 9500];
    const { changes } = base.effect('utility-report', EVALUATOR, body({ quality }));
    expect(changes[STATE.utility(round, EVALUATOR)]).toMatchObject({ quality });
  });

  it('round-unknown: is on a round', () => {
    expect(refusal({ round: digestOf('x') })).toBe('round-unknown');
  });

  it('plan-unknown: is by the plan that the round was opened with', () => {
    const bench = base.fork();
    const other = bench.record('evaluation-plan', EVALUATOR, evaluationPlanBody([EVALUATOR], { plan: 'plan-2' }));
    expect(refusal({ plan: other.digest }, bench)).toBe('plan-unknown');
    expect(refusal({ plan: digestOf('x') })).toBe('plan-unknown');
  });

  it('not-evaluator: is by who the plan names', () => {
    const bench = base.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(AUDITOR, 'auditor', { change: 'end' }), {
      signing: { reason: { code: 'planned' } },
    });
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(AUDITOR, 'evaluator'));
    expect(refusal({}, bench, AUDITOR)).toBe('not-evaluator');
  });

  it('round-not-closed: comes once the round is completed', () => {
    const open = openCreditRound(prepared);
    const early = body({}, { ...open, players: [digestOf('x')] });
    expect(open.bench.refusal('utility-report', EVALUATOR, early)).toBe('round-not-closed');
    const { bench: aborted, round: digest } = contribute(open);
    aborted.record('round-close', INSTITUTE, roundAbortedBody(digest, 3));
    expect(aborted.refusal('utility-report', EVALUATOR, early)).toBe('round-not-closed');
  });

  it('deadline-passed: comes up to and with reportBy', () => {
    const { reportBy = '' } = base.get(STATE.round(round))?.credit ?? {};
    expect(refusal({}, base.fork().waitUntil(reportBy))).toBeUndefined();
    expect(refusal({}, base.fork().waitUntil(reportBy, 1))).toBe('deadline-passed');
  });

  it('already-reported: comes once from an evaluator', () => {
    const bench = base.fork();
    bench.record('utility-report', EVALUATOR, body());
    expect(refusal({}, bench)).toBe('already-reported');
    expect(refusal({ quality: [1, 1, 1] }, bench)).toBe('already-reported');
  });

  it('comes once from each evaluator of the plan', () => {
    const bench = prepare().bench;
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(AUDITOR, 'auditor', { change: 'end' }), {
      signing: { reason: { code: 'planned' } },
    });
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(AUDITOR, 'evaluator'));
    const both = bench.record('evaluation-plan', EVALUATOR, evaluationPlanBody([EVALUATOR, AUDITOR], { plan: 'both' }));
    const from = playRound({ ...prepare(), bench, plan: both.digest });
    for (const author of [EVALUATOR, AUDITOR])
      from.bench.record('utility-report', author, utilityReportBody(from.round, from.plan, from.players, TABLE));
    for (const author of [EVALUATOR, AUDITOR])
      expect(from.bench.get(STATE.utility(from.round, author))?.status).toBe('usable');
  });

  it('report-players: names the aggregated contributions, ascending, all and only', () => {
    const [one = '', two = '', three = ''] = players;
    expect(players).toEqual([...players].sort());
    expect(refusal({ players: [two, one, three] })).toBe('report-players');
    expect(refusal({ players: [one, two] })).toBe('report-players');
    expect(refusal({ players: [one, two, digestOf('x')] })).toBe('report-players');
    expect(refusal({ players: [one, two, three, digestOf('x')] })).toBe('report-players');
  });

  it('report-form: has a quality for every player or none', () => {
    expect(refusal({ quality: [1, 2] })).toBe('report-form');
    expect(refusal({ quality: [1, 2, 3, 4] })).toBe('report-form');
  });

  it('report-form: is open where the plan says so', () => {
    const sealed: UtilitySealedBody = {
      ...{ round, plan, players: [...players], form: 'sealed', empty: EMPTY, grand: GRAND },
      numerators: SHAPLEY.map(String),
      tableDigest: tableDigest(TABLE),
    };
    expect(base.refusal('utility-report', EVALUATOR, sealed)).toBe('report-form');
  });
});

describe('the table of all coalitions', () => {
  it('report-form: begins with empty and ends with grand', () => {
    expect(refusal({ empty: EMPTY + 1 })).toBe('report-form');
    expect(refusal({ grand: GRAND - 1 })).toBe('report-form');
  });

  it('report-part: comes in one part', () => {
    expect(refusal({ parts: 2 })).toBe('report-part');
    expect(refusal({ part: 2, parts: 2 })).toBe('report-part');
  });

  it('bad-utility-table: has a whole value for every coalition', () => {
    expect(refusal({ table: encodeTable(TABLE.slice(0, 7)) })).toBe('bad-utility-table');
    expect(refusal({ table: encodeTable([...TABLE, 1]) })).toBe('bad-utility-table');
    const bytes = Buffer.from(encodeTable(TABLE), 'base64');
    expect(refusal({ table: bytes.subarray(0, -1).toString('base64') })).toBe('bad-utility-table');
    expect(refusal({ table: '' })).toBe('bad-utility-table');
  });

  it('keeps its sign and all 32 bits', () => {
    const extreme = [-(2 ** 31), ...TABLE.slice(1, 7), 2 ** 31 - 1];
    const bench = base.fork();
    bench.record('utility-report', EVALUATOR, utilityReportBody(round, plan, players, extreme));
    const { shapley = [] } = bench.get(STATE.utility(round, EVALUATOR)) ?? {};
    expect(shapley).toEqual(marginalSums(ORDERS, 3, utilityIn(extreme)).map(String));
  });

  it('values a player that is alone', () => {
    const alone = playRound(prepared, { invited: [PHARMA] });
    const report = utilityReportBody(alone.round, alone.plan, alone.players, [5, 12]);
    const { changes } = alone.bench.effect('utility-report', EVALUATOR, report);
    expect(changes[STATE.utility(alone.round, EVALUATOR)]).toMatchObject({ shapley: ['7'], leaveOneOut: ['7'] });
  });
});

describe('a model has one worth under one plan', () => {
  const reported = base.fork();
  reported.record('utility-report', EVALUATOR, body());
  const second = playRound({ ...played, bench: reported }, { number: 2 });
  const valued = (first: number, last: number, at = second, author = EVALUATOR) =>
    at.bench.refusal(
      'utility-report',
      author,
      utilityReportBody(at.round, at.plan, at.players, [first, ...TABLE.slice(1, 7), last]),
    );

  it('utility-inconsistent: the round begins with what the one before ended with', () => {
    expect(valued(GRAND, 1000)).toBeUndefined();
    expect(valued(GRAND + 1, 1000)).toBe('utility-inconsistent');
    expect(valued(EMPTY, 1000)).toBe('utility-inconsistent');
  });

  it('utility-inconsistent: in whichever order the rounds are valued', () => {
    const late = playRound(played, { number: 2 });
    late.bench.record(
      'utility-report',
      EVALUATOR,
      utilityReportBody(late.round, late.plan, late.players, [GRAND, ...TABLE.slice(1)]),
    );
    const first = { ...late, round, players };
    expect(valued(EMPTY, GRAND, first)).toBeUndefined();
    expect(valued(EMPTY, GRAND + 1, first)).toBe('utility-inconsistent');
  });

  it('another plan may judge otherwise', () => {
    const bench = second.bench.fork();
    const policy = recordPolicy(bench, { policy: 'policy-2' });
    const other = bench.record('evaluation-plan', EVALUATOR, evaluationPlanBody([EVALUATOR], { plan: 'plan-2' }));
    bench.waitUntil(bench.get(STATE.round(second.round))?.credit?.reportBy ?? '', 1);
    const third = playRound({ ...second, bench, policy, plan: other.digest }, { number: 3 });
    expect(valued(1, 2, third)).toBeUndefined();
  });
});

describe('leave-one-out', () => {
  const from = playedUnder({ scheme: 'leave-one-out' }, 'leave-one-out');
  const without = [400, 900, 350];
  const report = (change: Partial<UtilityTableBody> = {}): UtilityTableBody => ({
    ...body({ table: encodeTable(without) }, from),
    ...change,
  });
  const refused = (change: Partial<UtilityTableBody>) =>
    from.bench.refusal('utility-report', EVALUATOR, report(change));

  it('takes what the whole loses without each player', () => {
    const { changes } = from.bench.effect('utility-report', EVALUATOR, report());
    expect(changes[STATE.utility(from.round, EVALUATOR)]).toEqual({
      plan: from.plan,
      empty: EMPTY,
      grand: GRAND,
      status: 'usable',
      parts: 1,
      leaveOneOut: without.map((value) => String(GRAND - value)),
    });
  });

  it('bad-utility-table: has one value for each player', () => {
    expect(refused({ table: encodeTable(without.slice(1)) })).toBe('bad-utility-table');
    expect(refused({ table: encodeTable(TABLE) })).toBe('bad-utility-table');
  });

  it('report-part: comes in one part', () => {
    expect(refused({ parts: 2 })).toBe('report-part');
  });
});

describe('permutations', () => {
  const COUNT = 5;
  const sampled = { scheme: 'permutation', permutations: COUNT, truncationPpm: 0 } as const;
  const from = playedUnder(sampled, 'shapley-permutation');

  /** The orders in which the players join: the seed is computed here from its description. */
  function ordersOf({ bench, round: of, plan: by, players: all }: Played, count = COUNT): number[][] {
    const nonces = CONTRIBUTORS.filter((id) => bench.get(STATE.contributed(of, id)) !== undefined)
      .toSorted()
      .map((id) => nonceOf(`${id} 1`));
    const seed = createHash('sha256').update('ledgerline/permutations/v1\n');
    for (const digest of [of, by, ...nonces]) seed.update(digest, 'hex');
    const bytes = seed.digest();
    return Array.from({ length: count }, (_, k) => naivePermutation(bytes, all.length, k));
  }
  /** What the evaluator writes down of these orders: the utility of each prefix but the empty and the whole one. */
  const prefixesOf = (orders: readonly (readonly number[])[]): number[] =>
    orders.flatMap((order) => [1, 2].map((length) => utilityIn(TABLE)(order.slice(0, length))));
  const orders = ordersOf(from);
  /** The orders from `start` on, as part `part` of `parts`. */
  const partBody = (part: number, parts: number, start: number, end: number, change: Partial<UtilityTableBody> = {}) =>
    body({ part, parts, table: encodeTable(prefixesOf(orders.slice(start, end))), ...change }, from);
  const refused = (report: UtilityTableBody, bench = from.bench) => bench.refusal('utility-report', EVALUATOR, report);
  const usable = {
    plan: from.plan,
    empty: EMPTY,
    grand: GRAND,
    status: 'usable',
    permutations: COUNT,
    shapley: marginalSums(orders, 3, utilityIn(TABLE)).map(String),
    residual: '0',
  };

  it('are drawn by the round, the plan and the nonces, and summed', () => {
    const { changes } = from.bench.effect('utility-report', EVALUATOR, partBody(1, 1, 0, COUNT));
    expect(changes[STATE.utility(from.round, EVALUATOR)]).toEqual({ ...usable, parts: 1 });
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
  });

  it('give the same in parts, each a statement', () => {
    const bench = from.bench.fork();
    const quality = [1, 2, 3];
    const first = bench.record('utility-report', EVALUATOR, partBody(1, 3, 0, 2, { quality }));
    expect(bench.get(STATE.utility(from.round, EVALUATOR))).toMatchObject({
      status: 'partial',
      parts: 1,
      permutations: 2,
      shapley: marginalSums(orders.slice(0, 2), 3, utilityIn(TABLE)).map(String),
    });
    bench.record('utility-report', EVALUATOR, partBody(2, 3, 2, 4));
    const last = bench.record('utility-report', EVALUATOR, partBody(3, 3, 4, COUNT));
    expect(bench.get(STATE.utility(from.round, EVALUATOR))).toEqual({ ...usable, quality, parts: 3 });
    for (const [i, { digest }] of [first, last].entries()) {
      expect(bench.get(STATE.reportOf(digest))).toEqual({ round: from.round, evaluator: EVALUATOR });
      expect(bench.get(STATE.report(from.round, EVALUATOR, i === 0 ? 1 : 3))).toBe(digest);
    }
  });

  it('report-part: come in order, each once, none after the last', () => {
    expect(refused(partBody(2, 2, 2, COUNT))).toBe('report-part');
    const bench = from.bench.fork();
    bench.record('utility-report', EVALUATOR, partBody(1, 2, 0, 2));
    expect(refused(partBody(1, 2, 0, 2), bench)).toBe('report-part');
    expect(refused(partBody(3, 3, 2, COUNT), bench)).toBe('report-part');
    expect(refused(partBody(2, 1, 2, COUNT), bench)).toBe('report-part');
    expect(refused(partBody(2, 2, 2, COUNT), bench)).toBeUndefined();
    bench.record('utility-report', EVALUATOR, partBody(2, 2, 2, COUNT));
    expect(refused(partBody(3, 3, 0, 0), bench)).toBe('already-reported');
  });

  it('report-part: are as many as the plan says, at the end and not before', () => {
    expect(refused(partBody(1, 1, 0, COUNT - 1))).toBe('report-part');
    expect(refused(partBody(1, 2, 0, COUNT))).toBe('report-part');
    const more = encodeTable([...prefixesOf(orders), 0, 0]);
    expect(refused(partBody(1, 1, 0, COUNT, { table: more }))).toBe('report-part');
  });

  it('report-part: agree on empty and grand, and the first one carries the quality', () => {
    const bench = from.bench.fork();
    bench.record('utility-report', EVALUATOR, partBody(1, 2, 0, 2));
    const second = (change: Partial<UtilityTableBody>) => refused(partBody(2, 2, 2, COUNT, change), bench);
    expect(second({})).toBeUndefined();
    expect(second({ empty: EMPTY + 1 })).toBe('report-part');
    expect(second({ grand: GRAND + 1 })).toBe('report-part');
    expect(second({ quality: [1, 2, 3] })).toBe('report-part');
  });

  it('deadline-passed: are all in by reportBy', () => {
    const bench = from.bench.fork();
    bench.record('utility-report', EVALUATOR, partBody(1, 2, 0, 2));
    bench.waitUntil(bench.get(STATE.round(from.round))?.credit?.reportBy ?? '', 1);
    expect(refused(partBody(2, 2, 2, COUNT), bench)).toBe('deadline-passed');
    expect(bench.get(STATE.utility(from.round, EVALUATOR))?.status).toBe('partial');
  });

  it('bad-utility-table: have whole permutations of values', () => {
    const odd = encodeTable([...prefixesOf(orders), 0]);
    expect(refused(partBody(1, 1, 0, COUNT, { table: odd }))).toBe('bad-utility-table');
  });

  it('leave a residual where they are truncated, and then repeat', () => {
    // Prefixes within 500 of the whole end a permutation: after 400 nothing is gained any more.
    const cut = playedUnder({ ...sampled, truncationPpm: 500 }, 'shapley-permutation');
    const drawn = ordersOf(cut);
    const ended = drawn.map((order) => [1, 2].map((length) => utilityIn(TABLE)(order.slice(0, length))));
    const repeated = ended.map(([first = 0, second = 0]) => (GRAND - first <= 500 ? [first, first] : [first, second]));
    const report = (values: readonly number[]) => body({ table: encodeTable(values) }, cut);
    const { changes } = cut.bench.effect('utility-report', EVALUATOR, report(repeated.flat()));
    const state = changes[STATE.utility(cut.round, EVALUATOR)] as { shapley: string[]; residual: string };
    const shared = state.shapley.reduce((sum, each) => sum + BigInt(each), BigInt(state.residual));
    expect(shared).toBe(BigInt(COUNT * (GRAND - EMPTY)));
    expect(BigInt(state.residual)).toBeGreaterThan(0n);
    const goesOn = repeated.flat().map((value, i) => (i % 2 === 1 ? value + 1 : value));
    expect(cut.bench.refusal('utility-report', EVALUATOR, report(goesOn))).toBe('bad-utility-table');
  });

  it('of one player have no prefixes to value', () => {
    const alone = playRound(
      prepare({ plan: sampled, policy: { components: [{ method: 'shapley-permutation', basisPoints: 10_000 }] } }),
      { invited: [PHARMA] },
    );
    const report = body({ table: '' }, alone);
    const { changes } = alone.bench.effect('utility-report', EVALUATOR, report);
    expect(changes[STATE.utility(alone.round, EVALUATOR)]).toMatchObject({
      status: 'usable',
      permutations: COUNT,
      shapley: [String(COUNT * (GRAND - EMPTY))],
    });
    expect(alone.bench.refusal('utility-report', EVALUATOR, { ...report, parts: 2 })).toBe('report-part');
  });
});

describe('a sealed report', () => {
  const from = playedUnder({ form: 'sealed' }, 'shapley-exact');
  const sealed = (change: Partial<UtilitySealedBody> = {}): UtilitySealedBody => ({
    round: from.round,
    plan: from.plan,
    players: [...from.players],
    form: 'sealed',
    empty: EMPTY,
    grand: GRAND,
    numerators: SHAPLEY.map(String),
    tableDigest: tableDigest(TABLE),
    ...change,
  });
  const refused = (change: Partial<UtilitySealedBody>) =>
    from.bench.refusal('utility-report', EVALUATOR, sealed(change));
  const recorded = from.bench.fork();
  const { digest } = recorded.record('utility-report', EVALUATOR, sealed());
  const statusOf = (bench: Bench) => bench.get(STATE.utility(from.round, EVALUATOR))?.status;
  const endorse = (bench: Bench, by: string, meaning: 'approval' | 'review' = 'approval') =>
    bench.record('endorsement', by, endorsementBody(digest, EVALUATOR, meaning));

  it('I7: shows numerators and no utility, and waits for an auditor', () => {
    expect(recorded.get(STATE.utility(from.round, EVALUATOR))).toEqual({
      plan: from.plan,
      empty: EMPTY,
      grand: GRAND,
      status: 'unendorsed',
      parts: 1,
      shapley: SHAPLEY.map(String),
    });
  });

  it('counts once an auditor stands behind it', () => {
    const bench = recorded.fork();
    endorse(bench, AUDITOR);
    expect(statusOf(bench)).toBe('usable');
  });

  it('does not count for the word of anybody else', () => {
    const bench = recorded.fork();
    for (const id of [HOSPITAL, PHARMA, INSTITUTE]) endorse(bench, id);
    expect(statusOf(bench)).toBe('unendorsed');
  });

  it('does not count for an auditor whose role has run out, to the millisecond', () => {
    const bench = recorded.fork();
    const until = bench.in(60);
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(AUDITOR, 'auditor', { until }));
    const [inTime, late] = [bench.fork().waitUntil(until), bench.fork().waitUntil(until, 1)];
    for (const at of [inTime, late]) endorse(at, AUDITOR);
    expect([statusOf(inTime), statusOf(late)]).toEqual(['usable', 'unendorsed']);
  });

  it('does not count where the auditor comes past reportBy: what an award rests on must not change under it', () => {
    const { reportBy = '' } = recorded.get(STATE.round(from.round))?.credit ?? {};
    const [inTime, late] = [recorded.fork().waitUntil(reportBy), recorded.fork().waitUntil(reportBy, 1)];
    for (const at of [inTime, late]) endorse(at, AUDITOR);
    expect([statusOf(inTime), statusOf(late)]).toEqual(['usable', 'unendorsed']);
  });

  it('already-reported: comes once, endorsed or not', () => {
    expect(recorded.refusal('utility-report', EVALUATOR, sealed({ quality: [1, 1, 1] }))).toBe('already-reported');
  });

  it('shapley-sum: its numerators share out what the whole gains, one for each player', () => {
    const [first = '', ...rest] = SHAPLEY.map(String);
    expect(refused({ numerators: [String(BigInt(first) + 1n), ...rest] })).toBe('shapley-sum');
    expect(refused({ grand: GRAND + 1 })).toBe('shapley-sum');
    expect(refused({ numerators: [...SHAPLEY.map(String), '0'] })).toBe('shapley-sum');
    expect(refused({ numerators: [String(6 * (GRAND - EMPTY))] })).toBe('shapley-sum');
  });

  it('report-form: is sealed where the plan says so', () => {
    expect(from.bench.refusal('utility-report', EVALUATOR, body({}, from))).toBe('report-form');
  });

  it('report-form: has a quality for every player or none', () => {
    expect(refused({ quality: [1, 2, 3] })).toBeUndefined();
    expect(refused({ quality: [1] })).toBe('report-form');
  });
});
