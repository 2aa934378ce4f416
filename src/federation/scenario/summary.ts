/**
 * What the demonstration came to: `summary.json`, and what `--json` prints.
 * @module
 */
import type { AwardBody } from '../../core/generated/bodies.ts';
import type { Caught } from './caught.ts';
import type { Alternative } from './comparison.ts';

export interface RoundSummary {
  readonly number: number;
  readonly round: string;
  /** Who committed to an update. */
  readonly members: readonly string[];
  /** What was aggregated. */
  readonly accepted: number;
  /** Submissions that the ledger refused. */
  readonly refused: number;
  /** Of the global model on the test set. */
  readonly metric: { readonly name: 'roc-auc-mid-rank'; readonly ppm: number };
  /** Coalitions that the evaluator valued. */
  readonly coalitions: number;
}

export interface AwardSummary {
  readonly id: string;
  readonly index: number;
  readonly status: 'set-aside' | 'final';
  readonly budget: string;
  readonly reserve: string;
  readonly lines: AwardBody['lines'];
}

/** An institution's credit, in micro-credits, as its account statement says and `verify` checked. */
export interface AccountSummary {
  readonly institution: string;
  /** Records of the account. */
  readonly records: number;
  readonly issued: string;
  readonly spent: string;
  readonly balance: string;
}

export interface Summary {
  readonly origin: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
  readonly endpoint: {
    readonly column: string;
    readonly threshold: number;
    readonly molecules: number;
    readonly test: number;
  };
  readonly institutions: readonly { readonly id: string; readonly class: string; readonly molecules: number }[];
  readonly rounds: readonly RoundSummary[];
  /** Contributions that were aggregated. */
  readonly contributions: number;
  /** Submissions that the ledger refused. */
  readonly refused: readonly Caught[];
  /** Who was caught by which protection, refusals among them. */
  readonly caught: readonly Caught[];
  readonly awards: readonly AwardSummary[];
  /** What other policies would have paid for the same rounds. */
  readonly alternatives: readonly Alternative[];
  /** The same in a federation without the protections, trained once more off the ledger. */
  readonly unprotected: {
    readonly metric: RoundSummary['metric'];
    readonly alternatives: readonly Alternative[];
  };
  readonly accounts: readonly AccountSummary[];
  readonly seconds: number;
}
