/**
 * The aggregator's part: it measures every update against the others and the last global step, and the policy's limits say
 * what to accept. Anybody who has the updates can measure again.
 * @module
 */
import { InvariantError } from '../../core/error.ts';
import type { ContributionDecisionBody } from '../../core/generated/bodies.ts';
import { type Cause, causesOf } from '../../core/rules/limits.ts';
import { cosinePpm, normMicro } from '../learning/similarity.ts';
import type { Lineage, Revealed, RoundParts } from './round-parts.ts';
import { LIMITS } from './setup.ts';

/** A contribution and what became of it. */
export interface Decided {
  readonly revealed: Revealed;
  readonly measured: ContributionDecisionBody['measured'];
  /** Why it was rejected; undefined where it was accepted. */
  readonly cause: Cause | undefined;
}

/** Measures and decides on all. `revealed` stands in the order of the commitments. */
export async function decideAll(
  { client, aggregator }: RoundParts,
  revealed: readonly Revealed[],
  { step }: Lineage,
): Promise<readonly Decided[]> {
  const decided: Decided[] = [];
  for (const [position, each] of revealed.entries()) {
    const nearest = nearestTo(each, revealed);
    const measured = {
      normMicro: normMicro(each.delta),
      nonFinite: 0,
      ...(nearest === undefined ? {} : { nearest: { contribution: nearest.digest, cosinePpm: nearest.cosinePpm } }),
      ...(step === undefined ? {} : { stepCosinePpm: cosinePpm(each.delta, step.delta) }),
    };
    const [cause] = causesOf(measured, LIMITS, nearest !== undefined && nearest.position < position);
    const subject = { contribution: each.digest, institution: each.member.id };
    const outcome = cause === undefined ? { outcome: 'accepted' as const } : { outcome: 'rejected' as const, cause };
    await aggregator.submit(client, 'contribution-decision', { ...subject, ...outcome, measured });
    decided.push({ revealed: each, measured, cause });
  }
  return decided;
}

/** The most similar other update. */
function nearestTo(own: Revealed, all: readonly Revealed[]) {
  const others = all.flatMap(({ digest, delta }, position) =>
    digest === own.digest ? [] : [{ digest, position, cosinePpm: cosinePpm(own.delta, delta) }],
  );
  return others.toSorted((a, b) => b.cosinePpm - a.cosinePpm)[0];
}

/** The updates that go into the model, with the weight of their band. */
export function acceptedOf(decided: readonly Decided[]): Revealed[] {
  const accepted = decided.filter(({ cause }) => cause === undefined).map(({ revealed }) => revealed);
  if (accepted.length === 0) throw new InvariantError('no update of the round lies within the limits');
  return accepted;
}
