/**
 * The limits of a policy: which causes for rejecting an update follow from what was measured on it. The rule that judges
 * decisions and the aggregator that makes them use this one function.
 * @module
 */
import type { ContributionDecisionBody } from '../generated/bodies.ts';
import type { PolicyState } from './state-credit.ts';

/** Why an update is rejected. Other causes than these do not follow from the measurement. */
export type Cause = 'norm' | 'not-finite' | 'near-duplicate' | 'stale-step';

/**
 * Every cause that holds; none means that the update can be accepted.
 * @param limits undefined in a round without a policy: then only values that are no numbers count
 * @param isLater whether the nearest other update was committed to first: the original stays, the copy goes
 */
export function causesOf(
  { normMicro, nonFinite, nearest, stepCosinePpm }: ContributionDecisionBody['measured'],
  limits: PolicyState['limits'] | undefined,
  isLater: boolean,
): Cause[] {
  const causes: Cause[] = nonFinite > 0 ? ['not-finite'] : [];
  if (limits === undefined) return causes;
  if (normMicro < limits.normMinMicro || normMicro > limits.normMaxMicro) causes.push('norm');
  if (stepCosinePpm !== undefined && stepCosinePpm >= limits.stepCosineMaxPpm) causes.push('stale-step');
  if (isLater && nearest !== undefined && nearest.cosinePpm >= limits.cosineMaxPpm) causes.push('near-duplicate');
  return causes;
}
