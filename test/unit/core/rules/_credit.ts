/**
 * A bench that stands where a rule of credit is about to be tested: prepared, after a round, after an award, after credits.
 * @module
 */
import type {
  AwardBody,
  ContributionDecisionBody,
  CreditPolicyBody,
  EvaluationPlanBody,
  ResolutionUpheldBody,
} from '../../../../src/core/generated/bodies.ts';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import type { ChangeSet } from '../../../../src/core/rules/apply.ts';
import { type Exclusion, recomputeAward } from '../../../../src/core/rules/award-inputs.ts';
import { STATE, type View } from '../../../../src/core/rules/state.ts';
import { bodySubject } from '../../../../src/core/statement/statement.ts';
import {
  acceptedBody,
  aggregationBody,
  modelBody,
  QUORUMS,
  roundCompletedBody,
  taskBody,
} from '../../../_util/bodies.ts';
import { ED25519_FOUNDERS } from '../../../_util/consortium.ts';
import {
  awardFinalBody,
  contributionCommitBody,
  creditBody,
  creditPolicyBody,
  creditRoundBody,
  datasetBody,
  disputeBody,
  evaluationPlanBody,
  preparationBody,
  revealBody,
  utilityReportBody,
} from '../../../_util/credit-bodies.ts';
import { testKey } from '../../../_util/keys.ts';
import { Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA } from './_bench.ts';

export const BIOTECH = 'seorak-biotech';
export const EVALUATOR = 'hallym-evaluator';
export const TREASURER = 'naru-secretariat';
export const ARBITER = 'jeju-arbiter';
export const SECOND_ARBITER = 'gyeongju-arbiter';
export const AUDITOR = 'mfds-auditor';

export const MODEL = 'safety-net';
export const CONTRIBUTORS: readonly string[] = [PHARMA, HOSPITAL, BIOTECH];

export const DEADLINES = { award: 1000, dispute: 900, respond: 200, resolve: 300, final: 500, settle: 400 };

const founder = (id: string, institutionClass: 'biotech' | 'university' | 'secretariat' | 'regulator') => ({
  id,
  class: institutionClass,
  keys: [testKey(`${id} ed25519`)],
});

const FOUNDERS = [
  ...ED25519_FOUNDERS,
  { ...founder(BIOTECH, 'biotech'), roles: ['contributor', 'arbiter'] as const },
  { ...founder(EVALUATOR, 'university'), roles: ['evaluator'] as const },
  { ...founder(TREASURER, 'secretariat'), roles: ['treasurer'] as const },
  { ...founder(ARBITER, 'university'), roles: ['arbiter'] as const },
  { ...founder(SECOND_ARBITER, 'university'), roles: ['arbiter'] as const },
  { ...founder(AUDITOR, 'regulator'), roles: ['auditor'] as const },
];

/** A ledger with everything that rounds with credit need, before the first of them. */
export interface Prepared {
  readonly bench: Bench;
  readonly policy: string;
  readonly plan: string;
  /** By author. */
  readonly datasets: ReadonlyMap<string, string>;
}

export interface Preparing {
  readonly policy?: Partial<CreditPolicyBody>;
  readonly plan?: Partial<EvaluationPlanBody>;
  readonly evaluators?: readonly string[];
  /** How many arbiters resolve a dispute. */
  readonly arbiters?: number;
}

const founded = new Map<number, Bench>();

function foundedBench(arbiters: number): Bench {
  const known = founded.get(arbiters);
  const bench =
    known ?? Bench.founded({ founders: FOUNDERS, charter: { quorums: { ...QUORUMS, resolution: arbiters } } });
  founded.set(arbiters, bench);
  return bench.fork();
}

export function prepare({ policy = {}, plan = {}, evaluators = [EVALUATOR], arbiters = 1 }: Preparing = {}): Prepared {
  const bench = foundedBench(arbiters);
  bench.record('task', PHARMA, taskBody());
  bench.record('model', INSTITUTE, modelBody());
  const preparation = bench.record('preparation', PHARMA, preparationBody()).digest;
  const datasets = CONTRIBUTORS.map((id): [string, string] => [
    id,
    bench.record('dataset', id, datasetBody(`${id}-data`, preparation)).digest,
  ]);
  return {
    bench,
    policy: recordPolicy(bench, policy),
    plan: bench.record('evaluation-plan', EVALUATOR, evaluationPlanBody(evaluators, plan)).digest,
    datasets: new Map(datasets),
  };
}

/** A credit policy in force; its statement digest. */
export function recordPolicy(bench: Bench, body: Partial<CreditPolicyBody> = {}): string {
  const signed = bench.record('credit-policy', PHARMA, creditPolicyBody({ deadlines: DEADLINES, ...body }));
  bench.approve(HOSPITAL, signed);
  return signed.digest;
}

/** A ledger whose last round bears credit and is open. */
export interface Opened extends Prepared {
  readonly round: string;
}

export interface Opening {
  readonly number?: number;
  readonly invited?: readonly string[];
}

/** Opens the round on the head of the lineage. Deadlines follow each other by 100 seconds, the first in 100. */
export function openCreditRound(from: Prepared, { number = 1, invited = CONTRIBUTORS }: Opening = {}): Opened {
  const bench = from.bench.fork();
  const { policy, plan } = from;
  const body = creditRoundBody(
    { policy, plan, commitBy: bench.in(100), reportBy: bench.in(500) },
    {
      round: `round-${number}`,
      number,
      parent: bench.get(STATE.model(MODEL))?.head ?? '',
      invited: [...invited],
      contributeBy: bench.in(200),
      decideBy: bench.in(300),
      closeBy: bench.in(400),
    },
  );
  return { ...from, bench, round: bench.record('round-open', INSTITUTE, body).digest };
}

/** A ledger whose last round bears credit and everybody but `withheld` has contributed. */
export interface Contributed extends Opened {
  /** Commitments by author. */
  readonly commits: ReadonlyMap<string, string>;
  /** Contributions by author. */
  readonly contributions: ReadonlyMap<string, string>;
}

export function contribute(from: Opened, withheld: readonly string[] = []): Contributed {
  const { round, datasets } = from;
  const bench = from.bench.fork();
  const { invited = [], credit, parent = '', number } = bench.get(STATE.round(round)) ?? {};
  const label = (id: string) => `${id} ${number}`;
  const commits = new Map(invited.map((id) => [id, recordCommit(bench, id, round, label(id)).digest]));
  bench.waitUntil(credit?.commitBy ?? '', 1);
  const revealing = invited.filter((id) => !withheld.includes(id));
  const contributions = revealing.map((id): [string, string] => {
    const body = revealBody(round, label(id), commits.get(id) ?? '', [datasets.get(id) ?? ''], { parent });
    return [id, bench.record('contribution', id, body).digest];
  });
  return { ...from, bench, commits, contributions: new Map(contributions) };
}

export function recordCommit(bench: Bench, author: string, round: string, label: string): SignedStatement {
  return bench.record(
    'contribution-commit',
    author,
    contributionCommitBody(bench.consortium.origin, author, round, label),
  );
}

/** What the aggregator would measure on a harmless contribution. */
export function measuredBody(
  { bench, round, contributions }: Contributed,
  institution: string,
): ContributionDecisionBody {
  const digest = contributions.get(institution) ?? '';
  const nearest = [...contributions.values()].find((other) => other !== digest);
  const { previousStep } = bench.get(STATE.round(round)) ?? {};
  return acceptedBody(digest, institution, {
    ...(nearest === undefined ? {} : { nearest: { contribution: nearest, cosinePpm: 100_000 } }),
    ...(previousStep === undefined ? {} : { stepCosinePpm: 200_000 }),
  });
}

/** A ledger whose last round bears credit and is completed. */
export interface Played extends Contributed {
  /** The aggregated contributions in the order of reports. */
  readonly players: readonly string[];
}

/** Accepts all contributions, aggregates them and completes the round; past `contributeBy` where somebody withholds. */
export function complete(from: Contributed): Played {
  const { round, contributions, commits } = from;
  const bench = from.bench.fork();
  for (const id of contributions.keys())
    bench.record('contribution-decision', INSTITUTE, measuredBody({ ...from, bench }, id));
  const { contributeBy = '', parent = '', number } = bench.get(STATE.round(round)) ?? {};
  if (contributions.size < commits.size) bench.waitUntil(contributeBy, 1);
  const players = [...contributions.values()].sort();
  const parts = players.map((contribution) => ({
    contribution,
    weight: bench.get(STATE.contribution(contribution))?.weight ?? 0,
  }));
  const body = aggregationBody(round, parts, `model ${number}`, { parent });
  const aggregation = bench.record('aggregation', INSTITUTE, body).digest;
  const count = bench.get(STATE.round(round))?.contributed.length ?? 0;
  bench.record('round-close', INSTITUTE, roundCompletedBody(round, aggregation, count));
  return { ...from, bench, players };
}

/** A whole round, from its opening on. */
export function playRound(from: Prepared, options: Opening & { readonly withheld?: readonly string[] } = {}): Played {
  return complete(contribute(openCreditRound(from, options), options.withheld));
}

/** The report of an evaluator: each player adds 1000 more than the one before it, to what the model was worth. */
export function reportBodyOf({ bench, round, plan, players }: Played, evaluator = EVALUATOR) {
  const { parent = '' } = bench.get(STATE.round(round)) ?? {};
  const empty = bench.get(STATE.worth(plan, evaluator, parent)) ?? 100_000;
  const table = Array.from({ length: 2 ** players.length }, (_, mask) =>
    players.reduce((sum, _player, i) => (Math.floor(mask / 2 ** i) % 2 === 1 ? sum + 1000 * (i + 1) : sum), empty),
  );
  return utilityReportBody(round, plan, players, table);
}

/** The round, reported on by the evaluator. */
export function reportOn<T extends Played>(from: T): T & { readonly report: string } {
  const bench = from.bench.fork();
  return { ...from, bench, report: bench.record('utility-report', EVALUATOR, reportBodyOf(from)).digest };
}

export function viewOf(bench: Bench): View {
  return { get: (key) => bench.get(key), rootAt: () => undefined };
}

/** The body that the award of a window must have. */
export function awardBodyOf(bench: Bench, window = 1, replaces?: string, without?: Exclusion): AwardBody {
  return recomputeAward(viewOf(bench), MODEL, window, replaces, without);
}

/** A ledger whose last window has its award. */
export interface Awarded extends Played {
  readonly report: string;
  readonly award: string;
}

/** An award of the first window, whose one round is reported on. */
export function award(from: Played & { readonly report: string }): Awarded {
  const bench = from.bench.fork();
  return { ...from, bench, award: bench.record('award', TREASURER, awardBodyOf(bench)).digest };
}

/** The same, from the founding on. */
export function awarded(options: Preparing = {}): Awarded {
  return award(reportOn(playRound(prepare(options))));
}

/** A ledger with a dispute of the pharma about the contribution of the hospital. */
export interface Disputed extends Awarded {
  readonly dispute: string;
}

export function dispute(from: Awarded, disputant = PHARMA, respondent = HOSPITAL): Disputed {
  const bench = from.bench.fork();
  const about = from.contributions.get(respondent) ?? '';
  return {
    ...from,
    bench,
    dispute: bench.record('dispute', disputant, disputeBody(from.award, about, respondent)).digest,
  };
}

/** The resolution that upholds a dispute about a contribution. */
export function upheldBody({ bench, dispute: digest }: Pick<Disputed, 'bench' | 'dispute'>): ResolutionUpheldBody {
  const { award: standing, about = '', window = 1 } = bench.get(STATE.dispute(digest)) ?? {};
  const body = awardBodyOf(bench, window, standing, STATE.contribution(about));
  return { dispute: digest, finding: 'upheld', replacement: bodySubject('award', body).sha256 };
}

/** A ledger whose first award is final and whose credits are recorded. */
export interface Credited extends Awarded {
  readonly final: string;
  /** Credits by beneficiary. */
  readonly credits: ReadonlyMap<string, string>;
}

/** Past the time for disputes the treasurer finalises, and the ledger writes the credits. */
export function finalise(from: Awarded): Credited {
  const bench = from.bench.fork();
  bench.waitUntil(bench.get(STATE.award(from.award))?.disputeBy ?? '', 1);
  const final = bench.record('award-final', TREASURER, awardFinalBody(from.award)).digest;
  return { ...from, bench, final, credits: drain(bench) };
}

/** Records the credits that wait; their digests by beneficiary. */
export function drain(bench: Bench): Map<string, string> {
  const { source = '', lines = [] } = bench.get(STATE.drain) ?? {};
  return new Map(
    lines.map(({ line, beneficiary, amount }) => [
      beneficiary,
      bench.record('credit', OPERATOR, creditBody(source, line, beneficiary, amount)).digest,
    ]),
  );
}

/** The change that the rules make of a statement now. Requires that they accept it. */
export function changeOf(bench: Bench, signed: SignedStatement): ChangeSet {
  const outcome = bench.ledger.judge(signed, bench.now);
  if (!outcome.accepted) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.change;
}
