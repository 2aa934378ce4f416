/**
 * Checking what only the aggregator could see: everything that it measured, measured again, and the aggregation computed again, by
 * whoever holds the updates.
 * @module
 */
import type { ContributionDecisionBody } from '../../core/generated/bodies.ts';
import { compareMeasured, type MeasuredDifference } from '../../core/tensor/measurement.ts';
import type { ContributionFacts, RoundFacts } from '../../verify/history/round-facts.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { averageFiles } from './average-files.ts';
import { type MeasuredContribution, type MeasuredRound, measureRound, type UpdateFiles } from './measure-round.ts';

/** Why something cannot be told from these files. */
export type Doubt =
  | 'update-missing'
  | 'nearest-missing'
  | 'step-missing'
  | 'parent-missing'
  | 'floating-point'
  | 'whole-weights'
  | 'shapes';

/** What is not as it was recorded. */
export type Difference =
  | MeasuredDifference
  | { readonly what: 'shape'; readonly recorded: string; readonly measured: string }
  | { readonly what: 'step' | 'output'; readonly recorded: string; readonly measured: string };

interface Rechecked {
  readonly index: number;
  /** FAILED with a difference, CANNOT TELL with a doubt, else VERIFIED. */
  readonly verdict: Verdict;
  readonly differences: readonly Difference[];
  readonly doubts: readonly Doubt[];
}

/** What the recheck says of one decision. */
export interface RecheckedDecision extends Rechecked {
  /** Statement digest of the decision. */
  readonly id: string;
  readonly contribution: string;
  readonly institution: string;
}

/** What the recheck says of the aggregation. */
export interface RecheckedAggregation extends Rechecked {
  readonly id: string;
}

export interface RecheckReport {
  readonly round: string;
  /** Digest of the `round-open`. */
  readonly id: string;
  /** FAILED if anything differs; else CANNOT TELL if anything cannot be told; else VERIFIED. */
  readonly verdict: Verdict;
  readonly decisions: readonly RecheckedDecision[];
  readonly aggregation?: RecheckedAggregation;
}

/** Measures the round again and compares. @throws InputError as `measureRound` */
export async function recheckRound(facts: RoundFacts, files: UpdateFiles): Promise<RecheckReport> {
  const round = await measureRound(facts, files);
  const decisions = facts.contributions.flatMap((each) => recheckDecision(each, round));
  const aggregation = await recheckAggregation(facts, round);
  const all: readonly Rechecked[] = aggregation === undefined ? decisions : [...decisions, aggregation];
  return {
    round: facts.state.round,
    id: facts.id,
    verdict: worst(all.map(({ verdict }) => verdict)),
    decisions,
    ...(aggregation === undefined ? {} : { aggregation }),
  };
}

function recheckDecision({ id, state, decision }: ContributionFacts, round: MeasuredRound): RecheckedDecision[] {
  if (decision === undefined) return [];
  const { index, digest, statement } = decision;
  const common = { id: digest, contribution: id, institution: state.institution, index };
  const again = round.contributions.find(({ facts }) => facts.id === id);
  if (again === undefined) return [{ ...common, ...judge([], ['update-missing']) }];
  return [{ ...common, ...compareDecision(statement.body, again, round) }];
}

/** What is not among the files is neither confirmed nor denied. */
function compareDecision(
  recorded: ContributionDecisionBody,
  again: MeasuredContribution,
  { lacksStep }: MeasuredRound,
): Omit<Rechecked, 'index'> {
  const { stepCosinePpm, nearest } = recorded.measured;
  const lacksNearest = nearest !== undefined && again.cosineWith(nearest.contribution) === undefined;
  const lacks = { step: lacksStep && stepCosinePpm !== undefined, nearest: lacksNearest };
  const isJudged = ({ what }: MeasuredDifference): boolean =>
    what === 'stepCosinePpm' ? !lacks.step : what === 'nearest' || what === 'nearest-named' ? !lacks.nearest : true;
  const measured = compareMeasured(recorded.measured, again.measured, again.cosineWith).filter(isJudged);
  const hasShapeCause = recorded.outcome === 'rejected' && recorded.cause === 'shape';
  const doubts: (Doubt | false)[] = [
    lacks.nearest && 'nearest-missing',
    lacks.step && 'step-missing',
    hasShapeCause && again.fits === undefined && 'parent-missing',
  ];
  return judge(
    [...measured, ...shapeDifference(hasShapeCause, recorded.outcome, again)],
    doubts.filter((doubt) => doubt !== false),
  );
}

function shapeDifference(
  hasShapeCause: boolean,
  outcome: ContributionDecisionBody['outcome'],
  { fits }: MeasuredContribution,
): Difference[] {
  if (fits === true && hasShapeCause) return [{ what: 'shape', recorded: 'rejected', measured: 'fits' }];
  if (fits === false && outcome === 'accepted') return [{ what: 'shape', recorded: 'accepted', measured: 'differs' }];
  return [];
}

function judge(differences: readonly Difference[], doubts: readonly Doubt[]): Omit<Rechecked, 'index'> {
  const verdict = differences.length > 0 ? 'FAILED' : doubts.length > 0 ? 'CANNOT TELL' : 'VERIFIED';
  return { verdict, differences, doubts };
}

async function recheckAggregation(
  { aggregation, contributions }: RoundFacts,
  { contributions: measured, parent }: MeasuredRound,
): Promise<RecheckedAggregation | undefined> {
  if (aggregation === undefined) return undefined;
  const { index, digest: id, statement } = aggregation;
  const { body } = statement;
  const common = { id, index };
  const updates = body.contributions.flatMap(({ contribution, weight }) => {
    const found = measured.find(({ facts }) => facts.id === contribution);
    return found === undefined ? [] : [{ path: found.path, weight }];
  });
  if (updates.length < body.contributions.length) return { ...common, ...judge([], ['update-missing']) };
  const named = new Set(body.contributions.map(({ contribution }) => contribution));
  const isWhole = contributions.some((each) => named.has(each.id) && each.body.form === 'weights');
  if (isWhole) return { ...common, ...judge([], ['whole-weights']) };
  const again = await averageFiles(updates, parent);
  if (!again.exact) return { ...common, ...judge([], [again.reason]) };
  const differences: Difference[] = [];
  const compare = (what: 'step' | 'output', stated: string, computed: string | undefined): void => {
    if (computed !== undefined && computed !== stated) differences.push({ what, recorded: stated, measured: computed });
  };
  compare('step', body.step, again.average);
  compare('output', body.output.tensorSet, again.output);
  return { ...common, ...judge(differences, again.output === undefined ? ['parent-missing'] : []) };
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('FAILED')) return 'FAILED';
  return verdicts.includes('CANNOT TELL') ? 'CANNOT TELL' : 'VERIFIED';
}
