/**
 * What the page of a round reads: at most so much as a round can invite.
 * @module
 */
import type { ContributionBody, ContributionDecisionBody } from '../../../core/generated/bodies.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { AwardState, PolicyState, UtilityState } from '../../../core/rules/state-credit.ts';
import type { ContributionState, PlanState, RoundState } from '../../../core/rules/state-round.ts';
import type { PageRequest } from '../../page.ts';
import { nameIn } from '../../reading/keyset.ts';
import { one, placeOf, placesOf, recordsOf } from '../../reading/placed.ts';
import type { ExplorerSource } from '../../source.ts';

/** A round invites at most so many. */
const MAX_INVITED = 128;
/** Parts of one report that the page names. */
const MAX_PARTS = 64;

/** One invited institution, as far as it came. */
export interface Member {
  readonly institution: string;
  /** Index of its commitment. */
  readonly commit?: number;
  readonly contribution?: MemberContribution;
  /** It committed and never revealed. */
  readonly isWithheld: boolean;
}

export interface MemberContribution {
  readonly id: string;
  readonly index: number;
  readonly state: ContributionState;
  /** Absent where the record is damaged. */
  readonly body?: ContributionBody;
  readonly decision?: { readonly index: number; readonly body: ContributionDecisionBody };
}

/** What one evaluator reported. */
export interface Report {
  readonly evaluator: string;
  readonly state: UtilityState;
  /** Indexes of the statements that it consists of. */
  readonly records: readonly number[];
}

export interface RoundModel {
  readonly id: string;
  readonly index: number;
  readonly state: RoundState;
  readonly policy?: PolicyState;
  readonly plan?: PlanState;
  readonly members: readonly Member[];
  readonly aggregation?: { readonly index: number; readonly output: string; readonly step: string };
  readonly reports: readonly Report[];
  readonly award?: { readonly id: string; readonly state: AwardState };
}

export async function gatherRound(source: ExplorerSource, { params }: PageRequest): Promise<RoundModel> {
  const name = nameIn(params, 'id');
  const [byDigest, named] = await source.state<RoundState | string>([STATE.round(name), STATE.roundName(name)]);
  const id = byDigest === undefined ? String(named) : name;
  const state = await one(source, STATE.round(id), `round ${name}`);
  const index = await placeOf(source, id, `round ${name}`);
  const { policy, plan } = await readTerms(source, state);
  const evaluators = plan?.evaluators ?? [];
  const [members, reports, aggregation, award] = await Promise.all([
    readMembers(source, id, state),
    Promise.all(evaluators.map((evaluator) => readReport(source, id, evaluator))),
    readAggregation(source, state),
    readAward(source, state),
  ]);
  return {
    id,
    index,
    state,
    ...(policy === undefined ? {} : { policy }),
    ...(plan === undefined ? {} : { plan }),
    members,
    reports: reports.flat(),
    ...aggregation,
    ...award,
  };
}

/** What the round is valued and paid by. */
async function readTerms(source: ExplorerSource, { credit }: RoundState): Promise<Pick<RoundModel, 'policy' | 'plan'>> {
  if (credit === undefined) return {};
  const [[policy], [plan]] = await Promise.all([
    source.state([STATE.policy(credit.policy)]),
    source.state([STATE.plan(credit.plan)]),
  ]);
  return { ...(policy === undefined ? {} : { policy }), ...(plan === undefined ? {} : { plan }) };
}

async function readMembers(source: ExplorerSource, round: string, state: RoundState): Promise<Member[]> {
  const { invited, committed, withheld = [] } = state;
  const commits = await source.state(committed.map((institution) => STATE.commit(round, institution)));
  const digests = commits.map((commit) => commit?.digest ?? '');
  const [places, contributions] = await Promise.all([placesOf(source, digests), readContributions(source, round)]);
  return invited.map((institution) => {
    const commit = places.get(digests[committed.indexOf(institution)] ?? '');
    const contribution = contributions.get(institution);
    return {
      institution,
      ...(commit === undefined ? {} : { commit }),
      ...(contribution === undefined ? {} : { contribution }),
      isWithheld: withheld.includes(institution),
    };
  });
}

/** The contributions to a round, by institution. */
async function readContributions(source: ExplorerSource, round: string): Promise<Map<string, MemberContribution>> {
  const entries = await source.stateUnder(STATE.contributed(round, ''), MAX_INVITED);
  const ids = entries.map(({ value }) => String(value));
  const [states, places, records] = await Promise.all([
    source.state(ids.map(STATE.contribution)),
    placesOf(source, ids),
    recordsOf(source, 'contribution', ids),
  ]);
  const decisions = await recordsOf(
    source,
    'contribution-decision',
    states.flatMap((state) => state?.decision ?? []),
  );
  const all = ids.flatMap((id, i): MemberContribution[] => {
    const [state, index] = [states[i], places.get(id)];
    if (state === undefined || index === undefined) return [];
    const body = records.get(id)?.statement.body;
    const decision = decisions.get(state.decision ?? '');
    return [
      {
        id,
        index,
        state,
        ...(body === undefined ? {} : { body }),
        ...(decision === undefined ? {} : { decision: { index: decision.index, body: decision.statement.body } }),
      },
    ];
  });
  return new Map(all.map((contribution) => [contribution.state.institution, contribution]));
}

async function readReport(source: ExplorerSource, round: string, evaluator: string): Promise<Report[]> {
  const [state] = await source.state([STATE.utility(round, evaluator)]);
  if (state === undefined) return [];
  const parts = await source.stateUnder(STATE.report(round, evaluator, 0).slice(0, -4), MAX_PARTS);
  const places = await placesOf(
    source,
    parts.map(({ value }) => String(value)),
  );
  return [{ evaluator, state, records: [...places.values()] }];
}

async function readAggregation(
  source: ExplorerSource,
  { aggregation }: RoundState,
): Promise<Pick<RoundModel, 'aggregation'>> {
  if (aggregation === undefined) return {};
  const [state] = await source.state([STATE.aggregation(aggregation)]);
  const index = (await placesOf(source, [aggregation])).get(aggregation);
  return state === undefined || index === undefined
    ? {}
    : { aggregation: { index, output: state.output, step: state.step } };
}

async function readAward(source: ExplorerSource, { model, window }: RoundState): Promise<Pick<RoundModel, 'award'>> {
  if (window === undefined) return {};
  const [found] = await source.state([STATE.window(model, window)]);
  if (found?.award === undefined) return {};
  const [state] = await source.state([STATE.award(found.award)]);
  return state === undefined ? {} : { award: { id: found.award, state } };
}
