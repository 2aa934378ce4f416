/**
 * Fractions and parts per million as people read them. What is computed with them stays whole; this is for eyes only.
 * @module
 */

/** `numerator / denominator` to three decimals; 0 over 0 is 0. */
export function ratio(numerator: bigint, denominator: bigint): number {
  return denominator === 0n ? 0 : Number((numerator * 1000n) / denominator) / 1000;
}

/** Parts per million as a decimal: 727123 is `0.7271`. */
export function decimal(ppm: number): string {
  return (ppm / 1_000_000).toFixed(4);
}

/** Basis points as percent: 2000 is `20%`. */
export function percent(basisPoints: number): string {
  return `${basisPoints / 100}%`;
}
