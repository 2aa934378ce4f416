/**
 * The weight of a sample band in the aggregation.
 * @module
 */
import { DEFAULT_BANDS } from '../../client/vocabularies.ts';
import { InvariantError } from '../../core/error.ts';

/** Requires a band of the default vocabulary. */
export function weightOfBand(code: string): number {
  const band = DEFAULT_BANDS.find((each) => each.code === code);
  if (band === undefined) throw new InvariantError(`no band ${code}`);
  return band.weight;
}
