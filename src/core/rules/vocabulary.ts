/**
 * The closed vocabularies of the charter.
 * @module
 */
import { found, require } from './kind.ts';
import type { BandState, LedgerState } from './state.ts';

/** @throws Refusal `vocabulary` unless `word` is in the named vocabulary */
export function requireWord(
  ledger: Pick<LedgerState, 'vocabularies'>,
  name: 'endpoints' | 'metrics' | 'units' | 'formats' | 'reasons',
  word: string,
): void {
  require(ledger.vocabularies[name].includes(word), 'vocabulary', () =>
    `${word} is not in the vocabulary ${name} of the charter`);
}

/** The sample band of this code. @throws Refusal `vocabulary` */
export function findBand(ledger: LedgerState, code: string): BandState {
  const band = ledger.vocabularies.bands.find((b) => b.code === code);
  return found(band, 'vocabulary', () => `${code} is not in the vocabulary bands of the charter`);
}
