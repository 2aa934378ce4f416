/**
 * What can sensibly come next in a history of credit: read off the state of the rules, so that a history goes on whatever
 * was refused. Each move has a weight; each deadline ahead is a time worth waiting for.
 * @module
 */

import { exactShapley } from '../../src/core/credit/shapley-exact.ts';
import { encodeTable, tableDigest } from '../../src/core/credit/utility-table.ts';
import type { Bodies, ContributionDecisionBody, UtilityReportBody } from '../../src/core/generated/bodies.ts';
import { type Exclusion, recomputeAward } from '../../src/core/rules/award-inputs.ts';
import { isKeyLive } from '../../src/core/rules/institution.ts';
import { isCollected } from '../../src/core/rules/rounds.ts';
import { STATE } from '../../src/core/rules/state.ts';
import type { AwardState, PolicyState } from '../../src/core/rules/state-credit.ts';
import type { PlanState, RoundState } from '../../src/core/rules/state-round.ts';
import { isWindowOver } from '../../src/core/rules/windows.ts';
import { addSeconds, formatInstant } from '../../src/core/statement/instant.ts';
import { bodySubject, type Subject } from '../../src/core/statement/statement.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import {
  acceptedBody,
  aggregationBody,
  amendmentBody,
  digestOf,
  endorsementBody,
  keyEnrolBody,
  keyRevokeBody,
  keyRotateBody,
  roleBody,
  roundAbortedBody,
  roundCompletedBody,
} from './bodies.ts';
import {
  awardFinalBody,
  claimBody,
  contributionCommitBody,
  correctionBody,
  creditRoundBody,
  datasetBody,
  disputeBody,
  disputeResponseBody,
  erasureBody,
  reportBody,
  revealBody,
  settlementBody,
  transferBody,
  utilityReportBody,
  withdrawalBody,
} from './credit-bodies.ts';
import type { QuickLedger } from './quick-ledger.ts';
import {
  AGGREGATOR,
  ARBITERS,
  AUDITOR,
  CONTRIBUTORS,
  type CreditWorld,
  EVERYBODY,
  keyOf,
  LINEAGES,
  STEWARDS,
  TREASURER,
} from './random-credit-world.ts';
import type { Pick } from './random-history.ts';

/** A statement before it is signed. */
export interface Draft {
  readonly kind: KindName;
  readonly author: string;
  readonly body: Bodies[KindName];
  readonly subject?: Subject;
  /** Word of the reason, where not the usual. */
  readonly reason?: string;
}

/** A move and how likely it is beside the others. Weights are in hundredths of that of a rare move. */
export interface Move {
  readonly weight: number;
  draft(): Draft;
}

/** What the moves are read off. */
export interface Situation {
  readonly world: CreditWorld;
  readonly ledger: QuickLedger;
  readonly pick: Pick;
  /** Statement digests of the records of a kind, in their order. */
  digests(kind: KindName): readonly string[];
  /** Contributions of a round. */
  contributionsTo(round: string): readonly string[];
  /** Unix milliseconds. */
  readonly nowUnixMs: number;
}

function draft<K extends KindName>(kind: K, author: string, body: Bodies[K], rest: Partial<Draft> = {}): Draft {
  return { kind, author, body, ...rest };
}

/** True for one in `of` of these names, the same every time. */
function isChosen(name: string, of: number): boolean {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 1_000_003;
  return sum % of === 0;
}

export function labelOf(institution: string, round: string): string {
  return `${institution} ${round.slice(0, 16)}`;
}

/** The moves of one moment. */
export class Moves {
  readonly #of: Situation;
  readonly #now: string;
  readonly moves: Move[] = [];
  /** Instants ahead at which something changes. */
  readonly deadlines = new Set<string>();
  /** Sum of the weights of what leads on: rounds, reports, awards. */
  progress = 0;

  constructor(of: Situation) {
    this.#of = of;
    this.#now = formatInstant(of.nowUnixMs);
    for (const model of LINEAGES) this.#lineage(model);
    this.#reports();
    for (const model of LINEAGES) this.#windows(model);
    for (const digest of of.ledger.get(STATE.openAwards) ?? []) this.#openAward(digest);
    this.#approvals();
    this.progress = this.moves.reduce((sum, { weight }) => sum + weight, 0);
    this.#credits();
    this.#house();
  }

  #add(weight: number, make: () => Draft): void {
    this.moves.push({ weight, draft: make });
  }

  /** Notes a deadline; true where it has not passed. */
  #until(instant: string): boolean {
    const ahead = this.#now <= instant;
    if (ahead) this.deadlines.add(instant);
    return ahead;
  }

  #one<T>(all: readonly T[]): T {
    const chosen = all[this.#of.pick(all.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }

  #isActive(id: string): boolean {
    return this.#of.ledger.get(STATE.institution(id))?.status === 'active';
  }

  #holds(id: string, role: string): boolean {
    return this.#isActive(id) && this.#of.ledger.get(STATE.institution(id))?.roles[role] !== undefined;
  }

  // rounds

  #lineage(model: string): void {
    const { ledger } = this.#of;
    const state = ledger.get(STATE.model(model));
    const round = state?.open === undefined ? undefined : ledger.get(STATE.round(state.open));
    if (state?.open === undefined || round === undefined) {
      if (CONTRIBUTORS.some((id) => this.#holds(id, 'contributor'))) this.#add(300, () => this.#openRound(model));
      return;
    }
    if (round.status === 'open') this.#openedRound(state.open, round);
    else this.#aggregatedRound(state.open, round);
    if (!this.#until(round.closeBy)) {
      this.#add(200, () => this.#abort(state.open ?? '', round, this.#one(STEWARDS)));
    }
  }

  #openRound(model: string): Draft {
    const { ledger, pick, world, nowUnixMs } = this.#of;
    const { head = '', rounds = 0, windows = 0 } = ledger.get(STATE.model(model)) ?? {};
    const window = windows === 0 ? undefined : ledger.get(STATE.window(model, windows));
    const policy = window && ledger.get(STATE.policy(window.policy));
    const runs = window !== undefined && policy !== undefined && !isWindowOver(window, policy, this.#now);
    const terms = runs ? window : this.#one(world.terms.filter((each) => each.model === model));
    const able = CONTRIBUTORS.filter((id) => this.#holds(id, 'contributor'));
    const invited = able.filter((id) => !isChosen(`${id} ${nowUnixMs}`, 4));
    const at = (seconds: number) => formatInstant(nowUnixMs + (seconds + pick(10)) * 1000);
    const credit = { policy: terms.policy, plan: terms.plan, commitBy: at(25), reportBy: at(140) };
    const body = creditRoundBody(credit, {
      round: `${model}-${rounds + 1}`,
      number: rounds + 1,
      model,
      parent: head,
      aggregator: AGGREGATOR,
      invited: invited.length === 0 ? able : invited,
      contributeBy: at(55),
      decideBy: at(85),
      closeBy: at(110),
    });
    const { credit: _, ...without } = body;
    return draft('round-open', pick(10) === 0 ? this.#one(STEWARDS) : AGGREGATOR, pick(10) === 0 ? without : body);
  }

  #openedRound(digest: string, round: RoundState): void {
    const { ledger } = this.#of;
    const { credit, invited, committed, contributed, contributeBy, decideBy } = round;
    const collecting = this.#until(contributeBy);
    if (credit !== undefined && this.#until(credit.commitBy)) {
      const missing = invited.filter((id) => !committed.includes(id) && this.#holds(id, 'contributor'));
      for (const id of missing)
        this.#add(isChosen(`${id} ${digest} absent`, 8) ? 5 : 400, () => this.#commit(id, digest));
    } else if (collecting) {
      const able = (credit === undefined ? invited : committed).filter((id) => this.#holds(id, 'contributor'));
      for (const id of able.filter((each) => !contributed.includes(each) && this.#canReveal(each, digest, round))) {
        this.#add(isChosen(`${id} ${digest} withholds`, 6) ? 5 : 500, () => this.#contribute(id, digest, round));
      }
    }
    const submitted = this.#of
      .contributionsTo(digest)
      .filter((each) => ledger.get(STATE.contribution(each))?.status === 'submitted');
    if (this.#until(decideBy)) {
      for (const each of submitted) {
        this.#add(500, () => draft('contribution-decision', AGGREGATOR, this.#decision(each, digest, round)));
        const author = ledger.get(STATE.contribution(each))?.institution ?? '';
        this.#add(10, () => draft('withdrawal', author, withdrawalBody(each)));
      }
    }
    const isDecided = round.undecided === 0 || this.#now > decideBy;
    if (isCollected(round, this.#now) && isDecided) {
      if (round.accepted > 0) this.#add(900, () => this.#aggregate(digest, round));
      else this.#add(400, () => this.#abort(digest, round));
    }
    this.#add(4, () => this.#abort(digest, round));
  }

  /** False where a wrong commitment was accepted: nobody knows what opens it. */
  #canReveal(id: string, digest: string, { credit }: RoundState): boolean {
    if (credit === undefined) return true;
    const { origin } = this.#of.world.consortium;
    const { commitment } = contributionCommitBody(origin, id, digest, labelOf(id, digest));
    return this.#of.ledger.get(STATE.commit(digest, id))?.commitment === commitment;
  }

  #aggregatedRound(digest: string, round: RoundState): void {
    const body = roundCompletedBody(digest, round.aggregation ?? '', round.contributed.length);
    this.#add(900, () => draft('round-close', AGGREGATOR, body));
    this.#add(10, () => this.#abort(digest, round));
  }

  #abort(digest: string, { contributed }: RoundState, author: string = AGGREGATOR): Draft {
    return draft('round-close', author, roundAbortedBody(digest, contributed.length), { reason: 'planned' });
  }

  #commit(id: string, round: string): Draft {
    const { origin } = this.#of.world.consortium;
    return draft('contribution-commit', id, contributionCommitBody(origin, id, round, labelOf(id, round)));
  }

  #contribute(id: string, round: string, { credit, parent }: RoundState): Draft {
    const { ledger, pick } = this.#of;
    const own = this.#of.digests('dataset').filter((each) => ledger.get(STATE.dataset(each))?.author === id);
    const live = own.filter((each) => ledger.get(STATE.dataset(each))?.status === 'live');
    const datasets = (live.length === 0 ? own : live).slice(-1 - pick(2));
    const commit = ledger.get(STATE.commit(round, id))?.digest ?? '';
    const band = this.#one(['small', 'medium', 'large'] as const);
    const body = revealBody(round, labelOf(id, round), commit, datasets, { parent, band });
    if (credit !== undefined) return draft('contribution', id, body);
    const { commit: _, nonce: _nonce, datasets: _datasets, ...plain } = body;
    return draft('contribution', id, plain);
  }

  /** Measures at random; mostly something harmless. Judges as the policy says. */
  #decision(digest: string, roundDigest: string, round: RoundState): ContributionDecisionBody {
    const { ledger, pick } = this.#of;
    const others = this.#of.contributionsTo(roundDigest).filter((each) => each !== digest);
    const policy = round.credit && ledger.get(STATE.policy(round.credit.policy));
    const seldom = (strange: number, usual: number) => (pick(12) === 0 ? strange : usual);
    const nearest =
      others.length === 0 ? {} : { nearest: { contribution: this.#one(others), cosinePpm: seldom(995_000, 1000) } };
    const step = round.previousStep === undefined ? {} : { stepCosinePpm: seldom(999_000, 2000) };
    const measured = { normMicro: seldom(0, 1_000_000), nonFinite: seldom(3, 0), ...nearest, ...step };
    const { institution = '' } = ledger.get(STATE.contribution(digest)) ?? {};
    const cause = pick(20) === 0 ? 'shape' : this.#causeOf(measured, digest, policy);
    if (cause === undefined) return acceptedBody(digest, institution, measured);
    return { contribution: digest, institution, outcome: 'rejected', cause, measured };
  }

  #causeOf(
    { normMicro, nonFinite, nearest, stepCosinePpm }: ContributionDecisionBody['measured'],
    digest: string,
    policy: PolicyState | undefined,
  ) {
    const { ledger } = this.#of;
    if (nonFinite > 0) return 'not-finite';
    if (policy === undefined) return undefined;
    if (normMicro < policy.limits.normMinMicro) return 'norm';
    if ((stepCosinePpm ?? 0) >= policy.limits.stepCosineMaxPpm) return 'stale-step';
    if (nearest === undefined || nearest.cosinePpm < policy.limits.cosineMaxPpm) return undefined;
    const precedence = (of: string) => ledger.get(STATE.contribution(of))?.precedence ?? 0;
    return precedence(nearest.contribution) < precedence(digest) ? 'near-duplicate' : undefined;
  }

  #aggregate(digest: string, { parent }: RoundState): Draft {
    const { ledger } = this.#of;
    const parts = this.#of.contributionsTo(digest).flatMap((contribution) => {
      const state = ledger.get(STATE.contribution(contribution));
      return state?.status === 'accepted' ? [{ contribution, weight: state.weight }] : [];
    });
    return draft('aggregation', AGGREGATOR, aggregationBody(digest, parts, `outcome of ${digest}`, { parent }));
  }

  // evaluation

  #reports(): void {
    const { ledger } = this.#of;
    for (const digest of this.#of.digests('round-open').slice(-6)) {
      const round = ledger.get(STATE.round(digest));
      if (round?.status !== 'completed' || round.credit === undefined) continue;
      const { plan: planDigest, reportBy } = round.credit;
      const plan = ledger.get(STATE.plan(planDigest));
      const isOver = !this.#until(reportBy);
      for (const evaluator of plan?.evaluators ?? []) {
        const status = ledger.get(STATE.utility(digest, evaluator))?.status;
        if (status === 'unendorsed') this.#unsealing(digest, evaluator, isOver);
        if (isOver) continue;
        const weight = isChosen(`${evaluator} ${digest} is lazy`, 8) ? 5 : 500;
        if (plan !== undefined && (status === undefined || status === 'partial')) {
          const make = () => this.#report(digest, round, planDigest, plan, evaluator);
          this.#add(weight, () => draft('utility-report', evaluator, make()));
        }
      }
    }
  }

  /** The auditor approves a sealed report. Past the deadline it is too late to count: an award must not change any more. */
  #unsealing(round: string, evaluator: string, isOver: boolean): void {
    const { ledger } = this.#of;
    const report = this.#of.digests('utility-report').find((each) => {
      const of = ledger.get(STATE.reportOf(each));
      return of?.round === round && of.evaluator === evaluator;
    });
    if (report === undefined || ledger.get(STATE.endorsed(report, AUDITOR, 'approval')) !== undefined) return;
    const isSlow = !isOver && isChosen(`${AUDITOR} ${round} is slow`, 3);
    this.#add(isSlow ? 5 : 500, () => {
      // A review says that somebody read it, and leaves it as it is.
      const meaning = this.#of.pick(8) === 0 ? 'review' : 'approval';
      return draft('endorsement', AUDITOR, endorsementBody(report, evaluator, meaning));
    });
  }

  #report(
    digest: string,
    { parent, players = [] }: RoundState,
    planDigest: string,
    plan: PlanState,
    evaluator: string,
  ): UtilityReportBody {
    const { ledger, pick } = this.#of;
    const n = players.length;
    const before = ledger.get(STATE.utility(digest, evaluator));
    const empty = before?.empty ?? ledger.get(STATE.worth(planDigest, evaluator, parent)) ?? 1000 * pick(100);
    const value = () => empty + pick(20_000) - 6000;
    const grand = before?.grand ?? value();
    const named = players.map(({ contribution }) => contribution);
    const quality = pick(2) === 0 && before === undefined ? { quality: named.map(() => pick(10_001)) } : {};
    const between = (count: number) => Array.from({ length: count }, value);
    if (plan.scheme === 'leave-one-out') {
      return utilityReportBody(digest, planDigest, named, between(n), { empty, grand, ...quality });
    }
    if (plan.scheme === 'permutation') {
      const { permutations = 0 } = plan;
      const done = before?.permutations ?? 0;
      const count = done > 0 || pick(2) === 0 ? permutations - done : 2;
      const [part, last] = [(before?.parts ?? 0) + 1, done + count === permutations];
      const table = encodeTable(between(count * (n - 1)));
      const rest = { empty, grand, part, parts: last ? part : part + 1, table, ...quality };
      // One player has no prefixes between none and all: its report is in one part.
      return utilityReportBody(digest, planDigest, named, [], n === 1 ? { ...rest, part: 1, parts: 1 } : rest);
    }
    const table = [empty, ...between(2 ** n - 2), grand];
    if (plan.form === 'open') return utilityReportBody(digest, planDigest, named, table, quality);
    const numerators = exactShapley(table, n).map(String);
    const sealed = { form: 'sealed', empty, grand, numerators, tableDigest: tableDigest(table) } as const;
    return { round: digest, plan: planDigest, players: named, ...sealed, ...quality };
  }

  // awards

  #windows(model: string): void {
    const { ledger } = this.#of;
    const { windows = 0 } = ledger.get(STATE.model(model)) ?? {};
    for (let number = Math.max(1, windows - 2); number <= windows; number++) {
      const window = ledger.get(STATE.window(model, number));
      const policy = window && ledger.get(STATE.policy(window.policy));
      if (window === undefined || policy === undefined) continue;
      const standing = window.award === undefined ? undefined : ledger.get(STATE.award(window.award));
      if (standing !== undefined && standing.status !== 'set-aside') continue;
      if (!isWindowOver(window, policy, this.#now)) {
        this.deadlines.add(addSeconds(window.firstClosedAt, policy.window.seconds));
        continue;
      }
      const evaluators = ledger.get(STATE.plan(window.plan))?.evaluators ?? [];
      const isReported = window.rounds.every((round) =>
        evaluators.every((id) => ledger.get(STATE.utility(round, id))?.status === 'usable'),
      );
      if (this.#until(window.reportsBy) && !isReported) continue;
      const make = () => this.awardBody(model, number, window.award);
      this.#add(900, () => draft('award', TREASURER, make()));
      if (!this.#until(addSeconds(window.reportsBy, policy.deadlines.award)))
        this.#add(100, () => draft('award', this.#one(CONTRIBUTORS), make()));
    }
  }

  awardBody(model: string, number: number, replaces?: string, without?: Exclusion): Bodies['award'] {
    return recomputeAward(this.#of.ledger.view, model, number, replaces, without);
  }

  #openAward(digest: string): void {
    const award = this.#of.ledger.get(STATE.award(digest));
    if (award === undefined) return;
    const disputable = this.#until(award.disputeBy);
    if (disputable && award.disputes.length < 2)
      this.#add(award.disputes.length === 0 ? 80 : 20, () => this.#dispute(digest, award));
    for (const { dispute, resolveBy } of award.disputes) if (this.#until(resolveBy)) this.#openDispute(dispute);
    if (disputable || award.disputes.some(({ resolveBy }) => this.#now <= resolveBy)) return;
    this.#add(900, () => draft('award-final', TREASURER, awardFinalBody(digest)));
    if (!this.#until(award.finalBy))
      this.#add(100, () => draft('award-final', this.#one(CONTRIBUTORS), awardFinalBody(digest)));
  }

  #dispute(digest: string, { model, window }: AwardState): Draft {
    const { ledger, pick } = this.#of;
    const { rounds = [] } = ledger.get(STATE.window(model, window)) ?? {};
    const round = this.#one(rounds);
    const reports = this.#of
      .digests('utility-report')
      .filter((each) => ledger.get(STATE.reportOf(each))?.round === round);
    if (reports.length > 0 && pick(3) === 0) {
      const about = this.#one(reports);
      const { evaluator = '' } = ledger.get(STATE.reportOf(about)) ?? {};
      const body = disputeBody(digest, about, evaluator, { remedy: 'exclude-report', grounds: 'evaluation' });
      return draft('dispute', this.#one(CONTRIBUTORS), body);
    }
    const about = this.#one(this.#of.contributionsTo(round));
    const { institution = '' } = ledger.get(STATE.contribution(about)) ?? {};
    const disputant = this.#one(CONTRIBUTORS.filter((id) => id !== institution));
    return draft('dispute', disputant, disputeBody(digest, about, institution));
  }

  #openDispute(digest: string): void {
    const { ledger, pick } = this.#of;
    const dispute = ledger.get(STATE.dispute(digest));
    if (dispute === undefined) return;
    const mayAnswer = dispute.status === 'open' && this.#until(dispute.respondBy);
    if (mayAnswer) {
      const position = pick(2) === 0 ? 'accepts' : 'contests';
      this.#add(150, () => draft('dispute-response', dispute.respondent, disputeResponseBody(digest, position)));
    }
    const isPending = this.#of.digests('resolution').some((each) => ledger.get(STATE.pending(each)) !== undefined);
    if (isPending || mayAnswer || isChosen(`${digest} lapses`, 5)) return;
    this.#add(500, () => this.#resolve(digest));
  }

  #resolve(digest: string): Draft {
    const { ledger, pick } = this.#of;
    const { award = '', about = '', remedy, model = '', window = 0 } = ledger.get(STATE.dispute(digest)) ?? {};
    const arbiter = this.#one(ARBITERS);
    if (pick(3) === 0) return draft('resolution', arbiter, { dispute: digest, finding: 'rejected' });
    const report = ledger.get(STATE.reportOf(about));
    const key =
      remedy === 'exclude-report' && report !== undefined
        ? STATE.utility(report.round, report.evaluator)
        : STATE.contribution(about);
    const replacement = bodySubject('award', this.awardBody(model, window, award, key)).sha256;
    return draft('resolution', arbiter, { dispute: digest, finding: 'upheld', replacement });
  }

  #approvals(): void {
    const { ledger } = this.#of;
    for (const kind of ['resolution', 'institution', 'role', 'key', 'amendment'] as const) {
      for (const digest of this.#of.digests(kind).slice(-3)) {
        const pending = ledger.get(STATE.pending(digest));
        if (pending === undefined || this.#now > pending.until) continue;
        const { account = '', author } = ledger.get(STATE.record(digest)) ?? {};
        const others = (kind === 'resolution' ? ARBITERS : STEWARDS).filter((id) => id !== author);
        this.#add(300, () => draft('endorsement', this.#one(others), endorsementBody(digest, account)));
      }
    }
  }

  // credit

  #credits(): void {
    const { ledger, pick } = this.#of;
    const left = this.#of.digests('credit').flatMap((digest) => {
      const credit = ledger.get(STATE.credit(digest));
      const rest = BigInt(credit?.amount ?? 0) - BigInt(credit?.spent ?? 0);
      return credit === undefined || rest === 0n ? [] : [{ digest, owner: credit.beneficiary, rest }];
    });
    const part = (rest: bigint) => String(pick(2) === 0 || rest === 1n ? rest : rest / BigInt(2 + pick(3)) || 1n);
    for (const { digest, owner, rest } of left.slice(-4)) {
      this.#add(150, () => draft('claim', owner, claimBody(digest, part(rest))));
      const other = this.#one(EVERYBODY.filter((id) => id !== owner));
      this.#add(60, () => draft('transfer', owner, transferBody(digest, other, part(rest))));
    }
    for (const digest of this.#of.digests('claim').slice(-3)) {
      const claim = ledger.get(STATE.claim(digest));
      if (claim === undefined || claim.settlement !== undefined) continue;
      const author = this.#until(claim.settleBy) ? TREASURER : this.#one(STEWARDS);
      this.#add(80, () => draft('settlement', author, settlementBody(digest, claim.institution)));
    }
  }

  // the house: keys, roles, members, corrections

  #house(): void {
    const { ledger, pick } = this.#of;
    const { size } = ledger;
    const member = this.#one(CONTRIBUTORS);
    this.#keys(this.#one(EVERYBODY));
    for (const id of CONTRIBUTORS.slice(2)) this.#membership(id);
    this.#add(5, () => draft('amendment', this.#one(STEWARDS), amendmentBody({ amendment: `amendment-${size}` })));
    const [preparation = ''] = this.#of.digests('preparation');
    const own = this.#of.digests('dataset').filter((each) => ledger.get(STATE.dataset(each))?.author === member);
    const live = own.filter((each) => ledger.get(STATE.dataset(each))?.status === 'live');
    const declare = () => draft('dataset', member, datasetBody(`${member}-${size}`, preparation));
    this.#add(live.length === 0 ? 200 : 8, declare);
    if (own.length > 1) {
      const earlier = pick(own.length - 1);
      this.#add(8, () => draft('correction', member, correctionBody(own[earlier] ?? '', own[earlier + 1] ?? '')));
    }
    if (live.length > 1) this.#add(8, () => draft('withdrawal', member, withdrawalBody(this.#one(live))));
    const contributions = this.#of.digests('contribution');
    if (contributions.length > 0) {
      const subject = this.#one(contributions);
      const { author = '', account = '' } = ledger.get(STATE.record(subject)) ?? {};
      this.#add(5, () => draft('erasure', author, erasureBody([subject], { erasure: `erasure-${size}` })));
      this.#add(10, () => draft('endorsement', this.#one(EVERYBODY), endorsementBody(subject, account, 'review')));
    }
    const subject = { name: 'report', sha256: digestOf(`report ${size}`) };
    this.#add(5, () => draft('report', AUDITOR, reportBody(`report-${size}`, { size }), { subject }));
  }

  #keys(id: string): void {
    const { ledger, pick, world } = this.#of;
    const { origin } = world.consortium;
    const keys = Object.keys(ledger.get(STATE.institution(id))?.keys ?? {});
    const next = keyOf(id, keys.length + 1);
    const live = keys.filter((each) => isKeyLive(ledger.get(STATE.institution(id)) ?? NOBODY, each, ledger.size));
    const [oldest = ''] = live;
    if (keys.length > 3) return;
    // What a compromised key means is most interesting while an award can still be disputed.
    const isOpen = ledger.get(STATE.openAwards) !== undefined;
    if (live.length > 0) this.#add(4, () => draft('key', id, keyRotateBody(origin, id, next, oldest)));
    if (live.length < 2) {
      const author = live.length === 0 ? this.#one(STEWARDS) : id;
      this.#add(live.length === 0 ? 200 : isOpen ? 30 : 4, () => draft('key', author, keyEnrolBody(origin, id, next)));
      return;
    }
    const since = !isOpen && pick(2) === 0 ? {} : { compromisedSince: pick(ledger.size) };
    const author = pick(4) === 0 ? this.#one(STEWARDS) : id;
    const revoke = keyRevokeBody(id, oldest, since);
    this.#add(isOpen ? 600 : 100, () => draft('key', author, revoke, { reason: 'key-compromised' }));
  }

  #membership(id: string): void {
    const { ledger } = this.#of;
    const state = ledger.get(STATE.institution(id));
    if (state === undefined) return;
    const steward = this.#one(STEWARDS);
    const { group } = state;
    const body = { institution: id, class: state.class, ...(group === undefined ? {} : { group }) };
    if (state.status !== 'active') {
      this.#add(60, () => draft('institution', steward, { ...body, status: 'active' }, { reason: 'planned' }));
      return;
    }
    this.#add(3, () => draft('institution', steward, { ...body, status: 'left' }, { reason: 'left' }));
    this.#add(3, () =>
      draft('institution', steward, { ...body, status: 'active', group: 'seorak' }, { reason: 'planned' }),
    );
    const change = state.roles['contributor'] === undefined ? 'grant' : 'end';
    const reason = change === 'end' ? { reason: 'planned' } : {};
    this.#add(change === 'end' ? 5 : 40, () => draft('role', steward, roleBody(id, 'contributor', { change }), reason));
  }
}

const NOBODY = { class: 'biotech', status: 'left', keys: {}, roles: {} } as const;
