/**
 * ROC-AUC in parts per million: the probability that a random positive scores above a random negative, a tie counting
 * half (mid-ranks). Integers throughout, so that every evaluator reports the same number.
 *
 * Ties decide everything for a model that knows nothing: all scores equal give exactly 500,000, where ranking by
 * position would give what the order of the file says.
 * @module
 */
import { InvariantError } from '../../core/error.ts';

/**
 * `round(1,000,000 * (wins + ties / 2) / (positives * negatives))`, halves up. O(n log n).
 * Requires as many finite scores as labels (0 or 1), and both labels present.
 */
export function aucPpm(scores: Float64Array, labels: Uint8Array): number {
  const positives = scores.filter((_, index) => labels[index] === 1).sort();
  const negatives = scores.filter((_, index) => labels[index] === 0).sort();
  const pairs = BigInt(positives.length) * BigInt(negatives.length);
  if (pairs === 0n) throw new InvariantError('AUC: one class is empty');

  // Twice the wins plus the ties. Both lists rise, so each pointer passes over the negatives once.
  let doubled = 0;
  let lower = 0;
  let notHigher = 0;
  for (const score of positives) {
    while (lower < negatives.length && (negatives[lower] ?? 0) < score) lower++;
    while (notHigher < negatives.length && (negatives[notHigher] ?? 0) <= score) notHigher++;
    doubled += lower + notHigher;
  }
  return Number((1_000_000n * BigInt(doubled) + pairs) / (2n * pairs));
}
