/**
 * What was recorded about a statement: the references of all records, turned around.
 * @module
 */
import type { Statement } from '../../../core/statement/statement.ts';
import type { Entry } from '../../../verify/history/history.ts';

export type About = ReadonlyMap<string, readonly Entry[]>;

/** Records by the digests of the statements that they are about, each list in the order of the log. */
export function indexAbout(entries: readonly Entry[]): About {
  const about = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const digest of subjectsOf(entry.statement)) {
      const same = about.get(digest);
      if (same === undefined) about.set(digest, [entry]);
      else same.push(entry);
    }
  }
  return about;
}

/** The earlier statements that this one is about. */
function subjectsOf({ kind, body }: Statement): readonly string[] {
  switch (kind) {
    case 'endorsement':
    case 'withdrawal':
      return [body.subject];
    case 'correction':
      return [body.supersedes, body.replacement];
    case 'erasure':
      return body.subjects;
    case 'contribution-decision':
      return [body.contribution];
    case 'contribution':
      return body.commit === undefined ? [body.round] : [body.round, body.commit];
    case 'contribution-commit':
    case 'round-close':
    case 'utility-report':
      return [body.round];
    case 'aggregation':
      return [body.round, ...body.contributions.map(({ contribution }) => contribution)];
    case 'award':
      return body.replaces === undefined ? body.rounds : [...body.rounds, body.replaces];
    case 'award-final':
      return [body.award];
    case 'dispute':
      return [body.award, body.about];
    case 'dispute-response':
    case 'resolution':
      return [body.dispute];
    case 'credit':
      return [body.source];
    case 'claim':
    case 'transfer':
      return [body.credit];
    case 'settlement':
      return [body.claim];
    default:
      return [];
  }
}
