/**
 * The records of a lineage and of its rounds.
 * @module
 */
import type { KindName } from '../../core/statement/validate.ts';
import type { EntryOf, History } from './history.ts';

/** The record that registered the lineage. */
export function modelRecords(history: History, model: string): EntryOf<'model'> | undefined {
  return history.of('model').find(({ statement }) => statement.body.model === model);
}

export interface RoundRecords {
  readonly open: EntryOf<'round-open'>;
  /** All that came after the opening, in order. */
  readonly records: readonly EntryOf<KindName>[];
}

/** The rounds of a lineage, in order, each with its records. */
export function roundRecordsOf(history: History, model: string): RoundRecords[] {
  const opens = history.of('round-open').filter(({ statement }) => statement.body.model === model);
  const byRound = new Map(opens.map(({ digest }) => [digest, [] as EntryOf<KindName>[]]));
  const add = (round: string | undefined, entry: EntryOf<KindName>): void => void byRound.get(round ?? '')?.push(entry);
  const kinds = ['contribution-commit', 'contribution', 'aggregation', 'round-close', 'utility-report'] as const;
  for (const kind of kinds) for (const entry of history.of(kind)) add(entry.statement.body.round, entry);
  for (const entry of history.of('contribution-decision'))
    add(history.findOf('contribution', entry.statement.body.contribution)?.statement.body.round, entry);
  return opens
    .filter(({ digest }) => byRound.has(digest))
    .map((open) => ({ open, records: (byRound.get(open.digest) ?? []).sort((a, b) => a.index - b.index) }));
}
