/**
 * Cells and rows that the tables of a round share.
 * @module
 */
import type { Cell } from '../../../report/layout/blocks.ts';
import type { RoundModel } from './gather.ts';

export const institutionCell = (institution: string): Cell => ({
  page: `/institutions/${institution}`,
  text: institution,
});
export const recordCell = (index: number | undefined): Cell => (index === undefined ? '–' : { record: index });

/** The players of a round by institution, each with its position among the players. */
export function byInstitution({ state: { players = [] } }: RoundModel) {
  return players.map((player, i) => ({ ...player, i })).sort((a, b) => (a.institution < b.institution ? -1 : 1));
}
