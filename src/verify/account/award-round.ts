/**
 * One round of an award, from the records shown: who is credited and by which weight, who withheld, what was reported. Each
 * value is derived as the rules derive it, with their functions where they have one.
 * @module
 */
import type { CreditPlayer, CreditReport, CreditRound } from '../../core/credit/input.ts';
import { InputError } from '../../core/error.ts';
import { creditReport } from '../../core/rules/award-inputs.ts';
import { require } from '../../core/rules/kind.ts';
import type { UtilityState } from '../../core/rules/state-credit.ts';
import { type RevealedPlayer, readReport } from '../../core/rules/utility-reading.ts';
import { findBand } from '../../core/rules/vocabulary.ts';
import { commitUpdate } from '../../core/statement/update-commitment.ts';
import type { Chronicle } from './chronicle.ts';
import type { Lookup, RecordOf } from './lookup.ts';

/** What a round is derived from besides its own records. */
export interface RoundContext {
  readonly lookup: Lookup;
  readonly chronicle: Chronicle;
  /** The evaluation plan that the round was opened with. */
  readonly plan: RecordOf<'evaluation-plan'>;
  /** Contributions and utility reports that resolutions took out of the award, by digest. */
  readonly excluded: ReadonlySet<string>;
  /** Index of the award: what came later does not count. */
  readonly end: number;
}

/** A completed round. */
export interface ClosedRound {
  readonly open: RecordOf<'round-open'>;
  readonly close: RecordOf<'round-close'>;
  readonly aggregation: RecordOf<'aggregation'>;
}

/** The completed round that the statement `digest` opened. @throws InputError `round-unknown`, `round-not-closed`, `aggregation-unknown` */
export function findClosedRound(lookup: Lookup, digest: string, end: number): ClosedRound {
  const open = lookup.get(digest, 'round-open', end, 'round-unknown');
  const closes = lookup.references(digest, 'round-close', end);
  const [close] = closes;
  if (close === undefined || closes.length > 1 || close.statement.body.outcome !== 'completed') {
    throw new InputError('round-not-closed', `round ${open.statement.body.round} was not completed, once`);
  }
  const named = close.statement.body.aggregation;
  const aggregation = lookup.get(named, 'aggregation', close.index, 'aggregation-unknown');
  if (aggregation.statement.body.round === digest) return { open, close, aggregation };
  throw new InputError('aggregation-unknown', `${named} is not the aggregation of ${open.statement.body.round}`);
}

/** The round as the arithmetic takes it. @throws InputError, Refusal with the codes of the rules */
export function deriveRound(round: ClosedRound, context: RoundContext): CreditRound {
  const players = derivePlayers(round, context);
  return {
    players: players.map(({ nonce: _, ...player }) => player),
    reports: deriveReports(round, players, context),
    withheld: deriveWithheld(round, context.lookup),
  };
}

type Player = CreditPlayer & RevealedPlayer;

/** The aggregated contributions, ascending by digest. */
function derivePlayers({ open, aggregation }: ClosedRound, context: RoundContext): Player[] {
  const { lookup, chronicle, excluded } = context;
  const groups = chronicle.groups.get(aggregation.digest);
  const players = aggregation.statement.body.contributions.map(({ contribution: digest, weight }): Player => {
    const contribution = lookup.get(digest, 'contribution', aggregation.index, 'contribution-unknown');
    const { author: institution, body } = contribution.statement;
    require(body.round === open.digest, 'contribution-unknown', () => `${digest} is of another round`);
    const band = findBand(chronicle.ledger, body.band);
    require(band.weight === weight, 'weight', () => `the band of ${digest} weighs ${band.weight}, not ${weight}`);
    checkAccepted(contribution, open, aggregation.index, lookup);
    const group = groups?.get(institution);
    return {
      contribution: digest,
      institution,
      ...(group === undefined ? {} : { group }),
      weight,
      ...(excluded.has(digest) ? { excluded: true as const } : {}),
      nonce: checkReveal(contribution, chronicle.ledger.origin, lookup),
    };
  });
  const digests = new Set(players.map(({ contribution }) => contribution));
  require(digests.size === players.length, 'contribution-twice', () => 'the aggregation names a contribution twice');
  return players.sort((a, b) => (a.contribution < b.contribution ? -1 : 1));
}

/** Requires that the aggregator accepted the contribution, and decided once. */
function checkAccepted(
  { digest }: RecordOf<'contribution'>,
  { statement: { body } }: RecordOf<'round-open'>,
  end: number,
  lookup: Lookup,
): void {
  const decisions = lookup.references(digest, 'contribution-decision', end);
  const [decision] = decisions;
  const isAccepted =
    decisions.length === 1 &&
    decision?.statement.author === body.aggregator &&
    decision.statement.body.outcome === 'accepted';
  require(isAccepted, 'not-accepted', () => `${body.aggregator} did not accept ${digest}`);
}

/** The nonce, if it and the update open the commitment that the contribution names. */
function checkReveal(
  { index, statement: { author, body } }: RecordOf<'contribution'>,
  origin: string,
  lookup: Lookup,
): string {
  const { round, update, commit = '', nonce = '' } = body;
  const promised = lookup.get(commit, 'contribution-commit', index, 'commit-unknown').statement;
  const isOwn = promised.author === author && promised.body.round === round && nonce !== '';
  const opened = isOwn
    ? commitUpdate({ origin, institution: author, round, update: update.tensorSet, nonce })
    : undefined;
  require(opened === promised.body.commitment, 'commit-mismatch', () =>
    `update and nonce do not open the commitment ${commit} of ${author}`);
  return nonce;
}

/** Who committed and never contributed, in the order of their commitments. */
function deriveWithheld({ open, close }: ClosedRound, lookup: Lookup): string[] {
  const authorsOf = (kind: 'contribution-commit' | 'contribution'): string[] =>
    lookup.references(open.digest, kind, close.index).map(({ statement }) => statement.author);
  const revealed = new Set(authorsOf('contribution'));
  return authorsOf('contribution-commit').filter((id) => !revealed.has(id));
}

/** The reports that can be used, in the order of the plan's evaluators. */
function deriveReports(
  { open }: ClosedRound,
  players: readonly Player[],
  { lookup, chronicle, plan, excluded, end }: RoundContext,
): CreditReport[] {
  const { evaluators } = plan.statement.body;
  const parts = lookup.references(open.digest, 'utility-report', end);
  const stranger = parts.find(({ statement }) => !evaluators.includes(statement.author));
  require(stranger === undefined, 'not-evaluator', () => `the plan does not name ${stranger?.statement.author}`);
  const named = players.map(({ contribution }) => contribution);
  return evaluators.flatMap((evaluator): CreditReport[] => {
    const own = parts.filter(({ statement }) => statement.author === evaluator);
    let state: UtilityState | undefined;
    for (const { statement, digest, index } of own) {
      const { body } = statement;
      require(body.plan === plan.digest, 'plan-unknown', () => `record ${index} is under another plan`);
      require(String(body.players) === String(named), 'report-players', () => `record ${index} names other players`);
      require(state === undefined || state.status === 'partial', 'already-reported', () =>
        `record ${index}: ${evaluator} reported already`);
      state = readReport(body, { planDigest: plan.digest, plan: plan.statement.body, players, before: state });
      const isAudited = (chronicle.audited.get(digest) ?? end) < end;
      if (state.status === 'unendorsed' && isAudited) state = { ...state, status: 'usable' };
    }
    const isExcluded = own.some(({ digest }) => excluded.has(digest));
    return state === undefined || isExcluded ? [] : creditReport(state);
  });
}
