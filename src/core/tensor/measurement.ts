/**
 * What an aggregator records of an update, from scalar products (`gram.ts`), and how two measurements of the same update compare.
 *
 * The nearest other update is the one that matters for precedence: the most similar of those committed earlier where that reaches
 * the limit, since only an earlier one can make this a copy; else the most similar of all. Equal similarities: the lower digest.
 * @module
 */
import type { ContributionAcceptedBody } from '../generated/bodies.ts';
import { cosinePpm, type GramSums, normMicro } from './gram.ts';

/** The integers of a `contribution-decision`. */
export type Measured = ContributionAcceptedBody['measured'];

/** An update among others. */
export interface MeasuredUpdate {
  /** Statement digest of the contribution. */
  readonly contribution: string;
  /** The lower one committed earlier. */
  readonly precedence: number;
  /** Values that are not finite; they count as 0 in every product. */
  readonly nonFinite: number;
}

export interface MeasureOptions {
  /** Similarity from which on the later of two is a copy; none if absent. */
  readonly cosineMaxPpm?: number;
  /** Position of the global step before among the vectors; absent in a first round. */
  readonly step?: number;
}

/** The measurement of update number `i`. Requires `updates` to be the first vectors of `gram`, in order. */
export function measureUpdate(
  gram: GramSums,
  updates: readonly MeasuredUpdate[],
  i: number,
  { cosineMaxPpm, step }: MeasureOptions,
): Measured {
  const square = gram.product(i, i);
  const cosineWith = (j: number): number => cosinePpm(gram.product(i, j), square, gram.product(j, j));
  const nearest = nearestOf(updates, i, cosineWith, cosineMaxPpm);
  return {
    normMicro: normMicro(square),
    nonFinite: updates[i]?.nonFinite ?? 0,
    ...(nearest === undefined ? {} : { nearest }),
    ...(step === undefined ? {} : { stepCosinePpm: cosineWith(step) }),
  };
}

function nearestOf(
  updates: readonly MeasuredUpdate[],
  i: number,
  cosineWith: (j: number) => number,
  cosineMaxPpm = Number.POSITIVE_INFINITY,
): Measured['nearest'] {
  const own = updates[i]?.precedence ?? 0;
  const others = updates.flatMap(({ contribution, precedence }, j) =>
    i === j ? [] : [{ contribution, cosinePpm: cosineWith(j), isEarlier: precedence < own }],
  );
  const originals = others.filter((other) => other.isEarlier && other.cosinePpm >= cosineMaxPpm);
  const candidates = originals.length > 0 ? originals : others;
  const [first] = candidates.sort((a, b) => b.cosinePpm - a.cosinePpm || (a.contribution < b.contribution ? -1 : 1));
  return first === undefined ? undefined : { contribution: first.contribution, cosinePpm: first.cosinePpm };
}

/** Integers of honest measurements differ by no more than this. */
export const TOLERANCE = 1;

/** A value that is not what was measured again; undefined where there is none. */
export interface MeasuredDifference {
  readonly what: 'normMicro' | 'nonFinite' | 'nearest' | 'nearest-named' | 'stepCosinePpm';
  readonly recorded: number | undefined;
  readonly measured: number | undefined;
}

/**
 * Where a recorded measurement is not what was measured again. Another update may be named as the nearest where it is as near;
 * `nearest-named` is the similarity with the one that was named.
 * @param cosineWith similarity with another contribution, measured again; undefined where there is none such
 */
export function compareMeasured(
  recorded: Measured,
  again: Measured,
  cosineWith: (contribution: string) => number | undefined,
): MeasuredDifference[] {
  const differences: MeasuredDifference[] = [];
  const compare = (
    what: MeasuredDifference['what'],
    stated: number | undefined,
    found: number | undefined,
    tolerance: number,
  ): void => {
    if (stated === found) return;
    if (stated !== undefined && found !== undefined && Math.abs(stated - found) <= tolerance) return;
    differences.push({ what, recorded: stated, measured: found });
  };
  compare('normMicro', recorded.normMicro, again.normMicro, TOLERANCE);
  compare('nonFinite', recorded.nonFinite, again.nonFinite, 0);
  compare('nearest', recorded.nearest?.cosinePpm, again.nearest?.cosinePpm, TOLERANCE);
  if (recorded.nearest !== undefined && recorded.nearest.contribution !== again.nearest?.contribution) {
    const named = cosineWith(recorded.nearest.contribution);
    compare('nearest-named', recorded.nearest.cosinePpm, named, TOLERANCE);
  }
  compare('stepCosinePpm', recorded.stepCosinePpm, again.stepCosinePpm, TOLERANCE);
  return differences;
}
