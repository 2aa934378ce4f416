/**
 * Members of the ledger say whatever the schemas allow. The rules answer, always, and by what they named: an exception in a
 * rule would stop the ledger for everybody.
 */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { exactShapley } from '../../src/core/credit/shapley-exact.ts';
import { encodeTable } from '../../src/core/credit/utility-table.ts';
import { kindRules } from '../../src/core/rules/book.ts';
import { STATE } from '../../src/core/rules/state.ts';
import { bodySubject } from '../../src/core/statement/statement.ts';
import { amendmentBody, digestOf, institutionBody, keyRevokeBody, roleBody } from '../_util/bodies.ts';
import {
  awardFinalBody,
  disputeBody,
  disputeResponseBody,
  evaluationPlanBody,
  utilityReportBody,
} from '../_util/credit-bodies.ts';
import { creditLedger } from '../_util/credit-history.ts';
import { type Honest, honest } from '../_util/hostile-honest.ts';
import { wrongsOf } from '../_util/hostile-laws.ts';
import { HostileWalk, type Judged } from '../_util/hostile-walk.ts';
import { picker } from '../_util/random-history.ts';
import { type Bench, HOSPITAL, INSTITUTE, PHARMA } from '../unit/core/rules/_bench.ts';
import {
  ARBITER,
  AUDITOR,
  awardBodyOf,
  awarded,
  BIOTECH,
  dispute,
  drain,
  EVALUATOR,
  playRound,
  prepare,
  recordPolicy,
  reportOn,
  SECOND_ARBITER,
  TREASURER,
  upheldBody,
} from '../unit/core/rules/_credit.ts';

const RUNS = 120;
const STEPS = 40;

const REASON = { reason: { code: 'planned' } };

/** Every kind of a quorum pending, none in force; then all in force. */
function pendingHistory(): Bench {
  const { bench } = prepare();
  const keyId = Object.keys(bench.get(STATE.institution(BIOTECH))?.keys ?? {})[0] ?? '';
  const pending = [
    bench.record('amendment', PHARMA, amendmentBody()),
    bench.record('institution', HOSPITAL, institutionBody('jeju-biotech', { group: 'islands' })),
    bench.record('institution', PHARMA, institutionBody(BIOTECH, { status: 'succeeded', successor: HOSPITAL }), {
      signing: REASON,
    }),
    bench.record('role', PHARMA, roleBody(EVALUATOR, 'evaluator', { change: 'end' })),
    bench.record('key', PHARMA, keyRevokeBody(BIOTECH, keyId, { compromisedSince: 1 })),
  ];
  for (const signed of pending) if (signed.statement.kind !== 'amendment') bench.approve(INSTITUTE, signed);
  return bench;
}

/** An award under dispute, the arbiters in groups with others; a resolution waits for the second of them. */
function disputedReportHistory(): Bench {
  const { bench, award: standing, report } = awarded({ arbiters: 2 });
  for (const [id, group] of [
    [ARBITER, 'north'],
    [SECOND_ARBITER, 'south'],
    [EVALUATOR, 'south'],
  ] as const)
    bench.resolve('institution', PHARMA, INSTITUTE, institutionBody(id, { group }), { signing: REASON });
  const about = { remedy: 'exclude-report', grounds: 'evaluation' } as const;
  const { digest } = bench.record('dispute', PHARMA, disputeBody(standing, report, EVALUATOR, about));
  bench.record('dispute-response', EVALUATOR, disputeResponseBody(digest));
  const body = awardBodyOf(
    bench,
    1,
    standing,
    STATE.utility(bench.get(STATE.reportOf(report))?.round ?? '', EVALUATOR),
  );
  const replacement = bodySubject('award', body).sha256;
  bench.record('resolution', ARBITER, { dispute: digest, finding: 'upheld', replacement });
  return bench;
}

/** Two arbiters uphold a dispute; the award that replaces the disputed one is final. */
function disputedHistory(): Bench {
  const disputed = dispute(awarded({ arbiters: 2 }));
  const { bench } = disputed;
  bench.record('dispute-response', HOSPITAL, disputeResponseBody(disputed.dispute));
  bench.approve(SECOND_ARBITER, bench.record('resolution', ARBITER, upheldBody(disputed)));
  const again = bench.record('award', TREASURER, awardBodyOf(bench, 1, disputed.award)).digest;
  bench.waitUntil(bench.get(STATE.award(again))?.disputeBy ?? '', 1);
  bench.record('award-final', TREASURER, awardFinalBody(again));
  drain(bench);
  return bench;
}

/** A round valued by permutations, in two parts, then the award. */
function permutedHistory(): Bench {
  const components = [{ method: 'shapley-permutation' as const, basisPoints: 10_000 }];
  const plan = { scheme: 'permutation' as const, permutations: 4, truncationPpm: 0 };
  const played = playRound(prepare({ policy: { components, quality: 'multiplied' }, plan }), { withheld: [BIOTECH] });
  const { bench, round, players } = played;
  const quality = players.map(() => 9000);
  for (const part of [1, 2]) {
    const values = {
      part,
      parts: 2,
      empty: 1,
      grand: 9,
      table: encodeTable([4, 5]),
      ...(part === 1 ? { quality } : {}),
    };
    bench.record('utility-report', EVALUATOR, utilityReportBody(round, played.plan, players, [], values));
  }
  bench.record('award', TREASURER, awardBodyOf(bench));
  return bench;
}

/** A sealed report that an auditor endorses, then the award. */
function sealedHistory(): Bench {
  const { bench, round, plan, players } = playRound(prepare({ plan: { form: 'sealed' } }));
  const table = Array.from({ length: 2 ** players.length }, (_, mask) => mask * mask);
  const numerators = exactShapley(table, players.length).map(String);
  const { part: _, parts: __, table: ___, ...rest } = utilityReportBody(round, plan, players, table);
  const body = { ...rest, form: 'sealed' as const, numerators, tableDigest: digestOf('table') };
  bench.approve(AUDITOR, bench.record('utility-report', EVALUATOR, body));
  bench.record('award', TREASURER, awardBodyOf(bench));
  return bench;
}

/** One of the two rounds of a window, and a second policy and plan that another might have. */
function windowHistory(): Bench {
  const prepared = prepare({ policy: { window: { rounds: 2, seconds: 86_400 } } });
  recordPolicy(prepared.bench, { policy: 'policy-2', window: { rounds: 1, seconds: 60 } });
  prepared.bench.record('evaluation-plan', EVALUATOR, evaluationPlanBody([EVALUATOR], { plan: 'plan-2' }));
  return reportOn(playRound(prepared)).bench;
}

const histories: readonly Honest[] = [
  creditLedger(),
  ...[pendingHistory, windowHistory, permutedHistory, sealedHistory, disputedReportHistory, disputedHistory].map(
    (make) => make().ledger,
  ),
].map(honest);

/** Forty statements from somewhere in one of the histories on. */
async function attack(from: readonly Honest[], seed: number): Promise<{ walk: HostileWalk; judged: Judged[] }> {
  const pick = picker(seed);
  const history = from[pick(from.length)] ?? honest(creditLedger());
  const { ledger, founded } = history;
  const size = pick(16) === 0 ? pick(founded) : ledger.size - pick(pick(2) === 0 ? 8 : ledger.size - founded);
  const walk = new HostileWalk(history, size, pick);
  const judged: Judged[] = [];
  for (let i = 0; i < STEPS; i++) judged.push(await walk.step());
  return { walk, judged };
}

describe('I4: whatever members say, the rules accept or refuse', () => {
  it('by what they named alone, changing nothing that they do not tell', async () => {
    const accepted = new Set<string>();
    const refused = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 - 2 }), async (seed) => {
        const { walk, judged } = await attack(histories, seed);
        for (const { kind, code } of judged) (code === undefined ? accepted : refused).add(code ?? kind);
        expect(wrongsOf(walk.state)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    // Nonsense that never gets anywhere would prove little.
    expect(accepted.size).toBeGreaterThan(26);
    expect(refused.size).toBeGreaterThan(70);
  });

  it('and a read that a kind did not name would be noticed', async () => {
    const claim = kindRules('claim', 1);
    const { reads } = claim;
    const silent = vi.spyOn(claim, 'reads');
    silent.mockImplementation((...asked) => reads(...asked).filter((key) => !key.startsWith('policy/')));
    const seeds = Array.from({ length: 30 }, (_, i) => i + 1);
    const attacks = seeds.map((seed) => attack(histories.slice(0, 1), seed));
    const outcomes = await Promise.allSettled(attacks);
    silent.mockRestore();
    const wrong = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
    expect(wrong.length).toBeGreaterThan(0);
    for (const message of wrong) expect(message).toMatch(/a rule reads policy\/[0-9a-f]{64}, which it did not name/);
  });
});
