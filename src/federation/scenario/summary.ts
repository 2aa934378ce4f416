/**
 * What the demonstration came to: `summary.json`, and what `--json` prints.
 * @module
 */

/** A submission that the ledger refused, and why. */
export interface Refused {
  readonly round: number;
  readonly institution: string;
  /** What was tried. */
  readonly attempt: 'no-role' | 'copied-update' | 'changed-byte' | 'wrong-parent';
  /** Stable code of the refusal. */
  readonly code: string;
}

export interface RoundSummary {
  readonly number: number;
  readonly round: string;
  readonly members: readonly string[];
  readonly accepted: number;
  readonly refused: number;
  /** Of the global model on the test set. */
  readonly metric: { readonly name: 'roc-auc-mid-rank'; readonly ppm: number };
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
  /** Accepted contributions. */
  readonly contributions: number;
  readonly refused: readonly Refused[];
  readonly seconds: number;
}
