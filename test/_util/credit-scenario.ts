/**
 * A consortium that earns credit: from the first task over rounds with commitments, reveals, decisions and a utility
 * report to the award, its finalisation, and what beneficiaries do with it.
 *
 * Deterministic. Statements are signed when a method is called, each with the time at which it must be recorded: the
 * deadlines of the scenario count from `startMs`, and nothing reads a clock. It works over anything that records:
 *
 * ```ts
 * const scenario = new CreditScenario(creditConsortium());
 * ledger.appendAll(scenario.consortium.founding());
 * for (const { signed, at } of [...scenario.toAward(), scenario.awardFinal()]) {
 *   ledger.append(signed, formatInstant(at)); // NaiveLedger, or `apply`
 *   // or, over an engine with a `manualClock`: clock.set(at); await engine.submit(signed).placed;
 * }
 * ```
 *
 * The founding must be recorded before `startMs`. A program with a real clock passes a `startMs` ahead of now, and waits
 * for each `at`; nothing may then be later than half a unit.
 * @module
 */
import type { AwardBody, CreditPolicyBody, EvaluationPlanBody } from '../../src/core/generated/bodies.ts';
import type { Json } from '../../src/core/json/json.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { recomputeAward } from '../../src/core/rules/award-inputs.ts';
import { STATE, type StateKey, type View } from '../../src/core/rules/state.ts';
import { readReport } from '../../src/core/rules/utility-reading.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import type { Clock } from '../../src/log/ports.ts';
import {
  acceptedBody,
  aggregationBody,
  institutionBody,
  keyEnrolBody,
  modelBody,
  QUORUMS,
  QUORUMS_OF_ONE,
  roleBody,
  roundCompletedBody,
  taskBody,
  tensors,
} from './bodies.ts';
import { Consortium, type ConsortiumOptions } from './consortium.ts';
import {
  awardFinalBody,
  claimBody,
  comparedBody,
  contributionCommitBody,
  creditPolicyBody,
  creditRoundBody,
  datasetBody,
  disputeBody,
  evaluationPlanBody,
  nonceOf,
  preparationBody,
  revealBody,
  transferBody,
  utilityReportBody,
} from './credit-bodies.ts';
import { testKey } from './keys.ts';

/** Who is who, besides the contributors. */
export const OPERATOR = 'platform';
export const AGGREGATOR = 'daejeon-institute';
export const EVALUATOR = 'gwanak-university';
export const TREASURER = 'sejong-secretariat';
export const ARBITER = 'mapo-arbiter';

/** Stewards, the first two contributors. */
export const PHARMA = 'hangang-pharma';
export const HOSPITAL = 'namsan-hospital';

/** The most contributors that found the ledger; more are enrolled afterwards. */
const MAX_FOUNDING = 48;
/** The most contributors whose coalitions the scenario values: a table of 16 utilities. */
const MAX_VALUED = 4;
/** Contributors of one round. */
const MAX_INVITED = 64;

/**
 * The first `count` contributors, in ascending order of id from the third on.
 * @param partners ids of the third and those after it, as far as they go
 */
export function contributorIds(count: number, partners: readonly string[] = []): string[] {
  const named = [PHARMA, HOSPITAL, ...partners];
  return Array.from({ length: count }, (_, i) => named[i] ?? `partner-${String(i).padStart(3, '0')}`);
}

/** A consortium with all roles of the credit process, Ed25519 keys and at least two contributors. */
export function creditConsortium(
  contributors = 2,
  { partners, ...options }: ConsortiumOptions & Pick<CreditScenarioOptions, 'partners'> = {},
): Consortium {
  const founder = (id: string, kind: 'university' | 'pharma', ...roles: Parameters<typeof roleBody>[1][]) =>
    ({ id, class: kind, roles, keys: [testKey(`${id} credit`)] }) as const;
  const [, , ...others] = contributorIds(Math.min(contributors, MAX_FOUNDING), partners);
  const everybody = contributors > MAX_FOUNDING ? { ...QUORUMS_OF_ONE, policy: QUORUMS.policy } : QUORUMS;
  return new Consortium({
    founders: [
      { id: OPERATOR, class: 'platform-operator', roles: [], keys: [testKey(`${OPERATOR} credit`)] },
      founder(AGGREGATOR, 'university', 'steward', 'aggregator'),
      founder(EVALUATOR, 'university', 'evaluator'),
      founder(TREASURER, 'university', 'treasurer'),
      founder(ARBITER, 'university', 'arbiter'),
      founder(PHARMA, 'pharma', 'steward', 'contributor'),
      founder(HOSPITAL, 'pharma', 'steward', 'contributor'),
      ...others.map((id) => founder(id, 'pharma', 'contributor')),
    ],
    ...options,
    charter: { quorums: everybody, ...options.charter },
  });
}

/** A clock that stands still until it is set; it never goes back. */
export function manualClock(startMs: number): Clock & { set(unixMs: number): void } {
  let now = startMs;
  return {
    now: () => now,
    monotonic: () => now,
    set: (unixMs) => {
      now = Math.max(now, unixMs);
    },
  };
}

/** A statement, and when it must be recorded (Unix milliseconds). */
export interface ScenarioStep {
  readonly signed: SignedStatement;
  readonly at: number;
}

export interface CreditScenarioOptions {
  /** How many contribute, at most 64. Default 2. */
  readonly contributors?: number;
  /** Ids of the third and those after it, as those of the consortium. */
  readonly partners?: readonly string[];
  /** Completed rounds of the window. Default: as many as the contributors need. */
  readonly rounds?: number;
  /** Time of the first statement, Unix milliseconds. Default 2026-11-23T12:00:00Z. */
  readonly startMs?: number;
  /** How long a step of a round takes, milliseconds. Default 1000. Deadlines of policies are whole seconds all the same. */
  readonly unitMs?: number;
  /**
   * What a contributor adds to every coalition, in ppm, by its position. Default 1000, 2000, 3000 and so on. May be
   * negative. Valued only where at most four contribute.
   */
  readonly gain?: (position: number) => number;
  /** Changes of the policy. The default is composite with a report, and `equal` where there is none. */
  readonly policy?: Partial<CreditPolicyBody>;
}

/** A completed round, as far as an award looks at it. */
interface PlayedRound {
  readonly round: string;
  readonly players: readonly { readonly contribution: string; readonly institution: string; readonly weight: number }[];
  /** Statement digest of the utility report. */
  readonly report?: string;
}

/** The statements of one credit window, in the order in which the rules accept them. */
export class CreditScenario {
  readonly consortium: Consortium;
  readonly contributors: readonly string[];
  /** Statement digests of what was made so far, for further statements about it. */
  policy = '';
  plan = '';
  award = '';
  awardBody: AwardBody | undefined;
  readonly rounds: PlayedRound[] = [];
  readonly datasets = new Map<string, string>();
  readonly #options: Required<Omit<CreditScenarioOptions, 'policy' | 'contributors' | 'partners'>>;
  readonly #policyBody: CreditPolicyBody;
  readonly #planBody: EvaluationPlanBody;
  /** What an award reads, as the log would give it. */
  readonly #known = new Map<string, Json>();
  #at: number;
  #worth = 0;
  #disputed = false;

  constructor(consortium: Consortium, options: CreditScenarioOptions = {}) {
    const { contributors = 2, startMs = Date.UTC(2026, 10, 23, 12) } = options;
    this.consortium = consortium;
    this.contributors = contributorIds(contributors, options.partners);
    const rounds = options.rounds ?? Math.ceil(contributors / MAX_INVITED);
    const gain = (position: number): number => 1000 * (position + 1);
    this.#options = { startMs, unitMs: 1000, gain, ...options, rounds };
    this.#policyBody = creditPolicyBody({
      ...(this.isValued ? {} : { components: [{ method: 'equal', basisPoints: 10_000 }] }),
      window: { rounds, seconds: 86_400 },
      ...options.policy,
    });
    this.#planBody = evaluationPlanBody([EVALUATOR], this.isValued ? {} : { scheme: 'leave-one-out' });
    this.#at = startMs;
  }

  /** The time of the last step, Unix milliseconds. */
  get at(): number {
    return this.#at;
  }

  /** True where an evaluator reports. */
  get isValued(): boolean {
    return this.contributors.length <= MAX_VALUED;
  }

  /** Everything up to the award, which is included. */
  toAward(): ScenarioStep[] {
    const steps = [...this.setUp()];
    for (let i = 0; i < this.#options.rounds; i++) steps.push(...this.round());
    return [...steps, this.proposeAward()];
  }

  /** Task, model, preparation, datasets, policy with its quorum, plan; and whoever did not found the ledger. */
  setUp(): ScenarioStep[] {
    const { consortium } = this;
    const enrolments = this.contributors.slice(MAX_FOUNDING).flatMap((id) => this.#enrolment(id));
    const preparation = consortium.statement('preparation', PHARMA, preparationBody());
    const task = consortium.statement('task', PHARMA, taskBody());
    const model = consortium.statement('model', AGGREGATOR, modelBody());
    const datasets = this.contributors.map((id) => this.#dataset(id, preparation.digest));
    const policy = consortium.statement('credit-policy', PHARMA, this.#policyBody);
    const endorsement = consortium.endorsement(HOSPITAL, policy);
    const plan = consortium.statement('evaluation-plan', EVALUATOR, this.#planBody);
    this.policy = policy.digest;
    this.plan = plan.digest;
    this.#learn(STATE.policy(policy.digest), this.#policyBody);
    this.#learn(STATE.plan(plan.digest), this.#planBody);
    const all = [...enrolments, preparation, task, model, ...datasets, policy, endorsement, plan];
    return all.map((signed) => this.step(signed, 0));
  }

  /** The next round, from its opening to its close, with the utility report where there is one. */
  round(): ScenarioStep[] {
    const { consortium, plan, policy } = this;
    const { unitMs } = this.#options;
    const number = this.rounds.length + 1;
    const parent = tensors(`model ${number - 1}`).tensorSet;
    const invited = this.#invited(number);
    const deadline = (units: number): string => formatInstant(this.#at + unitMs * (1 + units));
    const body = creditRoundBody(
      { policy, plan, commitBy: deadline(1.5), reportBy: deadline(90) },
      {
        round: `round-${number}`,
        number,
        parent,
        invited,
        contributeBy: deadline(60),
        decideBy: deadline(70),
        closeBy: deadline(80),
      },
    );
    const open = this.step(consortium.statement('round-open', AGGREGATOR, body));
    const round = open.signed.digest;
    const label = (id: string): string => `${id} update ${number}`;
    const commits = this.#together(invited, (id) =>
      consortium.statement('contribution-commit', id, contributionCommitBody(consortium.origin, id, round, label(id))),
    );
    const reveals = this.#together(invited, (id, i) =>
      consortium.statement(
        'contribution',
        id,
        revealBody(round, label(id), commits[i]?.signed.digest ?? '', [this.datasets.get(id) ?? ''], { parent }),
      ),
    );
    const digests = reveals.map(({ signed }) => signed.digest);
    const decisions = this.#together(invited, (id, i) =>
      consortium.statement('contribution-decision', AGGREGATOR, this.#accepted(digests, i, id, number)),
    );
    const weights = digests.map((contribution) => ({ contribution, weight: 3 }));
    const aggregation = this.step(
      consortium.statement('aggregation', AGGREGATOR, aggregationBody(round, weights, `model ${number}`, { parent })),
    );
    const completed = roundCompletedBody(round, aggregation.signed.digest, invited.length);
    const close = this.step(consortium.statement('round-close', AGGREGATOR, completed));
    const players = invited
      .map((institution, i) => ({ contribution: digests[i] ?? '', institution, weight: 3 }))
      .sort((a, b) => (a.contribution < b.contribution ? -1 : 1));
    const reports = this.isValued ? [this.#report(round, players, number)] : [];
    const report = reports[0]?.signed.digest;
    this.rounds.push({ round, players, ...(report === undefined ? {} : { report }) });
    this.#learn(STATE.round(round), { players, withheld: [] });
    return [open, ...commits, ...reveals, ...decisions, aggregation, close, ...reports];
  }

  /** The award of the window: after the reports, or after the time for them. */
  proposeAward(): ScenarioStep {
    const { consortium, policy, plan } = this;
    const rounds = this.rounds.map(({ round }) => round);
    this.#learn(STATE.window('safety-net', 1), { policy, plan, rounds });
    this.awardBody = recomputeAward(this.#view(), 'safety-net', 1);
    const units = this.isValued ? 1 : 90;
    const step = this.step(consortium.statement('award', TREASURER, this.awardBody), units);
    this.award = step.signed.digest;
    return step;
  }

  /** Makes the award final, past every deadline of disputes. The ledger then writes `lines()` credits. */
  awardFinal(): ScenarioStep {
    const { dispute, respond, resolve } = this.#policyBody.deadlines;
    this.#at += 1000 * (dispute + (this.#disputed ? respond + resolve : 0));
    return this.step(this.consortium.statement('award-final', TREASURER, awardFinalBody(this.award)));
  }

  /** The second contributor disputes the first one's contribution; call it between `toAward` and `awardFinal`. */
  dispute(): ScenarioStep {
    this.#disputed = true;
    const player = this.rounds[0]?.players.find(({ institution }) => institution === PHARMA);
    const body = disputeBody(this.award, player?.contribution ?? '', PHARMA);
    return this.step(this.consortium.statement('dispute', HOSPITAL, body), 0.1);
  }

  /** The credits that the ledger must write for the award: lines above 0. */
  lines(): { readonly line: number; readonly beneficiary: string; readonly amount: string }[] {
    const lines = this.awardBody?.lines.map(({ beneficiary, amount }, line) => ({ line, beneficiary, amount })) ?? [];
    return lines.filter(({ amount }) => amount !== '0');
  }

  /** `by` claims some of a credit, named by its statement digest. */
  claim(by: string, credit: string, amount: string): ScenarioStep {
    return this.step(this.consortium.statement('claim', by, claimBody(credit, amount)));
  }

  /** `by` passes some of a credit on. The ledger then writes one credit. */
  transfer(by: string, credit: string, beneficiary: string, amount: string): ScenarioStep {
    return this.step(this.consortium.statement('transfer', by, transferBody(credit, beneficiary, amount)));
  }

  /** A statement of the caller's own, recorded `units` after the last step. */
  step(signed: SignedStatement, units = 1): ScenarioStep {
    this.#at += units * this.#options.unitMs;
    return { signed, at: this.#at };
  }

  /** Statements of several authors, all at the next time. */
  #together(ids: readonly string[], make: (id: string, i: number) => SignedStatement): ScenarioStep[] {
    return ids.map((id, i) => this.step(make(id, i), i === 0 ? 1 : 0));
  }

  #invited(number: number): string[] {
    const { contributors } = this;
    if (contributors.length <= MAX_INVITED) return [...contributors];
    const start = ((number - 1) * MAX_INVITED) % contributors.length;
    return contributors.slice(start, start + MAX_INVITED);
  }

  #enrolment(id: string): SignedStatement[] {
    const { consortium } = this;
    const key = testKey(`${id} credit`);
    consortium.useKey(id, key);
    return [
      consortium.statement('institution', PHARMA, institutionBody(id)),
      consortium.statement('key', PHARMA, keyEnrolBody(consortium.origin, id, key)),
      consortium.statement('role', PHARMA, roleBody(id, 'contributor')),
    ];
  }

  #dataset(id: string, preparation: string): SignedStatement {
    const signed = this.consortium.statement('dataset', id, datasetBody(`data-of-${id}`, preparation));
    this.datasets.set(id, signed.digest);
    return signed;
  }

  #accepted(digests: readonly string[], i: number, institution: string, number: number) {
    const measured = number === 1 ? {} : { stepCosinePpm: 200_000 };
    const nearest = digests[i === 0 ? 1 : 0];
    const contribution = digests[i] ?? '';
    return nearest === undefined
      ? acceptedBody(contribution, institution, measured)
      : comparedBody(contribution, institution, nearest, measured);
  }

  #report(round: string, players: PlayedRound['players'], number: number): ScenarioStep {
    const gains = players.map(({ institution }) => this.#options.gain(this.contributors.indexOf(institution)));
    const table = Array.from({ length: 2 ** players.length }, (_, mask) =>
      gains.reduce((sum, gain, i) => sum + (Math.floor(mask / 2 ** i) % 2 === 1 ? gain : 0), this.#worth),
    );
    this.#worth = table.at(-1) ?? 0;
    const named = players.map(({ contribution }) => contribution);
    const body = utilityReportBody(round, this.plan, named, table);
    const revealed = players.map(({ institution }) => ({
      institution,
      nonce: nonceOf(`${institution} update ${number}`),
    }));
    const read = readReport(body, {
      planDigest: this.plan,
      plan: this.#planBody,
      players: revealed,
      before: undefined,
    });
    this.#learn(STATE.utility(round, EVALUATOR), read);
    return this.step(this.consortium.statement('utility-report', EVALUATOR, body));
  }

  #learn(key: string, value: object): void {
    this.#known.set(key, value as Json);
  }

  #view(): View {
    return {
      get: <T extends Json>(key: StateKey<T>) => this.#known.get(key) as T | undefined,
      rootAt: () => undefined,
    };
  }
}
