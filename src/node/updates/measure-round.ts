/**
 * Measuring all updates of a round from a folder that holds them, and what the limits of the policy make of each.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { ContributionDecisionBody } from '../../core/generated/bodies.ts';
import { causesOf } from '../../core/rules/limits.ts';
import { cosinePpm } from '../../core/tensor/gram.ts';
import { type Measured, measureUpdate } from '../../core/tensor/measurement.ts';
import type { ContributionFacts, RoundFacts } from '../../verify/history/round-facts.ts';
import { digestTensorSet } from '../tensor-set-digest.ts';
import { findUpdates } from './find-updates.ts';
import { measureFiles } from './measure-files.ts';

export interface UpdateFiles {
  /** Folder with the updates, each a safetensors file of any name. */
  readonly folder: string;
  /** File of the global step before; found in the folder if absent. */
  readonly step?: string;
  /** File of the model that the round starts from; found in the folder if absent. */
  readonly parent?: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What one update measures. */
export interface MeasuredContribution {
  readonly facts: ContributionFacts;
  readonly path: string;
  readonly measured: Measured;
  /** False where the tensors are not those of the parent; undefined where its file is not there. */
  readonly fits: boolean | undefined;
  /** Equal for updates with the same tensors. */
  readonly layout: string;
  /** Similarity with another contribution whose file is there. */
  cosineWith(contribution: string): number | undefined;
}

export interface MeasuredRound {
  readonly contributions: readonly MeasuredContribution[];
  /** Contributions, withdrawn ones aside, whose updates are not in the folder. */
  readonly missing: readonly ContributionFacts[];
  /** True where there was a global step before and its file is not there. */
  readonly lacksStep: boolean;
  /** File of the parent. */
  readonly parent: string | undefined;
}

/**
 * Measures every update of the round that is in the folder.
 * @throws InputError `artefact-differs` where a file named is not the step or parent of the round, `unmeasurable`, and as
 *   `measureFiles`
 */
export async function measureRound(
  { state, policy, contributions }: RoundFacts,
  { folder, step, parent, onProgress }: UpdateFiles,
): Promise<MeasuredRound> {
  const found = await findUpdates(folder, onProgress);
  const there = contributions.flatMap((facts) => {
    const path = found.get(facts.body.update.tensorSet);
    return path === undefined ? [] : [{ facts, path }];
  });
  const missing = contributions.filter(
    (facts) => facts.state.status !== 'withdrawn' && !there.some((each) => each.facts === facts),
  );
  const stepPath =
    state.previousStep === undefined ? undefined : await fileOf(state.previousStep, step, found, 'global step before');
  const parentPath = await fileOf(state.parent, parent, found, 'model that the round starts from');

  const vectors = there.map(({ facts, path }) => ({ path, form: facts.body.form }));
  const all = stepPath === undefined ? vectors : [...vectors, { path: stepPath, form: 'delta' as const }];
  const { gram, nonFinite, fits, layouts } = await measureFiles(all, parentPath);
  const updates = there.map(({ facts }, i) => ({
    contribution: facts.id,
    precedence: facts.state.precedence,
    nonFinite: nonFinite[i] ?? 0,
  }));
  const options = {
    ...(policy === undefined ? {} : { cosineMaxPpm: policy.limits.cosineMaxPpm }),
    ...(stepPath === undefined ? {} : { step: there.length }),
  };
  return {
    contributions: there.map(({ facts, path }, i) => ({
      facts,
      path,
      measured: measureUpdate(gram, updates, i, options),
      fits: fits[i],
      layout: layouts[i] ?? '',
      cosineWith: (contribution) => {
        const j = there.findIndex((other) => other.facts.id === contribution);
        return j < 0 ? undefined : cosinePpm(gram.product(i, j), gram.product(i, i), gram.product(j, j));
      },
    })),
    missing,
    lacksStep: state.previousStep !== undefined && stepPath === undefined,
    parent: parentPath,
  };
}

/** The decision that the limits imply: `shape` first, then the causes of the policy. */
export function impliedDecision(
  { facts, measured, fits }: MeasuredContribution,
  { policy, contributions }: Pick<RoundFacts, 'policy' | 'contributions'>,
): ContributionDecisionBody {
  const { id: contribution, state } = facts;
  const common = { contribution, institution: state.institution, measured };
  if (fits === false) return { ...common, outcome: 'rejected', cause: 'shape' };
  const nearest = contributions.find(({ id }) => id === measured.nearest?.contribution);
  const isLater = nearest !== undefined && nearest.state.precedence < state.precedence;
  const [cause] = causesOf(measured, policy?.limits, isLater);
  return cause === undefined ? { ...common, outcome: 'accepted' } : { ...common, outcome: 'rejected', cause };
}

/** The file with these weights: the one named, else one of the folder. @throws InputError `artefact-differs` */
async function fileOf(
  tensorSet: string,
  named: string | undefined,
  found: ReadonlyMap<string, string>,
  what: string,
): Promise<string | undefined> {
  if (named === undefined) return found.get(tensorSet);
  const { sha256 } = await digestTensorSet(named);
  if (sha256 === tensorSet) return named;
  throw new InputError('artefact-differs', `${named} has the tensor set ${sha256}; the ${what} has ${tensorSet}`);
}
