/**
 * The evaluator's part: what every coalition of a round is worth on the molecules that nobody holds.
 * @module
 */
import { encodeTable } from '../../core/credit/utility-table.ts';
import { evaluateCoalitions } from '../learning/evaluate.ts';
import { weightOfBand } from '../learning/weights.ts';
import type { Lineage, Revealed, RoundParts } from './round-parts.ts';

/** Evaluates and reports. Returns the utilities by coalition: bit i is the player i of the report. */
export async function reportUtilities(
  { client, evaluator, data, terms }: RoundParts,
  round: string,
  accepted: readonly Revealed[],
  { model }: Lineage,
): Promise<readonly number[]> {
  const players = accepted.toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
  const updates = players.map(({ delta, body }) => ({ delta, weight: weightOfBand(body.band) }));
  const table = evaluateCoalitions(model, updates, data.test);
  await evaluator.submit(client, 'utility-report', {
    round,
    plan: terms.plan,
    players: players.map(({ digest }) => digest),
    form: 'open',
    part: 1,
    parts: 1,
    empty: table[0] ?? 0,
    grand: table.at(-1) ?? 0,
    table: encodeTable(table),
  });
  return table;
}
