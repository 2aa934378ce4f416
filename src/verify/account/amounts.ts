/**
 * Amounts for people: one credit is 1,000,000 micro-credits.
 * @module
 */

const MICRO_DIGITS = 6;

/** A decimal string of micro-credits as credits, without trailing zeros: `1500000` is `1.5`, `1234000000` is `1,234`. */
export function formatCredits(micro: string): string {
  const digits = micro.padStart(MICRO_DIGITS + 1, '0');
  const whole = digits.slice(0, -MICRO_DIGITS).replace(/\B(?=(?:[0-9]{3})+$)/g, ',');
  const fraction = digits.slice(-MICRO_DIGITS).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
