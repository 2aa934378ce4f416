/**
 * How deep the fault suite digs. `LEDGERLINE_FAULT_DEPTH` is 1 if unset: some minutes on two cores. A larger number
 * multiplies rounds and positions: `LEDGERLINE_FAULT_DEPTH=10 npm run test:fault` is for a night.
 * @module
 */

export const DEPTH: number = positive('LEDGERLINE_FAULT_DEPTH', 1);

/** The number in an environment variable. @throws Error where it is none, rather than test less than was asked for */
export function positive(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${name}=${text}: a positive whole number is needed`);
}
