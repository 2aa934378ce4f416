/**
 * References between statements that are followed backwards: from a round to what was recorded in it, from an award to the
 * disputes over it, from a statement to the endorsements of it.
 * @module
 */
import type { Statement } from '../../core/statement/statement.ts';

/** The earlier statement that `statement` is found from, by its digest; undefined for kinds that are not found so. */
export function referenceOf({ kind, body }: Statement): string | undefined {
  switch (kind) {
    case 'endorsement':
      return body.subject;
    case 'contribution-commit':
    case 'contribution':
    case 'aggregation':
    case 'round-close':
    case 'utility-report':
      return body.round;
    case 'contribution-decision':
      return body.contribution;
    case 'dispute':
      return body.award;
    case 'resolution':
      return body.dispute;
    default:
      return undefined;
  }
}
