/**
 * What an audit finds, in three kinds: problems (the ledger is not what it should be), doubts (nobody with this policy and this
 * version can tell) and notes (traces of a crash that the next start of the ledger clears; nothing is wrong).
 * @module
 */
import type { ErrorCode } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';

/** One finding. It names a record, a file, or both. */
export interface AuditFinding {
  /** Stable; the catalogue has a sentence for it. */
  readonly code: ErrorCode;
  /** What is wrong, where. */
  readonly message: string;
  /** Index of the first record concerned. */
  readonly index?: number;
  readonly path?: string;
}

/** A list of findings that may have been cut. */
export interface FindingList {
  readonly findings: readonly AuditFinding[];
  /** How many more there were. */
  readonly omitted: number;
}

/** How many findings of a kind are kept: enough to see what happened, and little memory whatever the input. */
export const MAX_FINDINGS = 1000;

/** Collects findings of all kinds. */
export class Findings {
  readonly problems: FindingCollector = new FindingCollector();
  readonly doubts: FindingCollector = new FindingCollector();
  readonly notes: FindingCollector = new FindingCollector();
}

/** Collects findings of one kind, the first thousand of them. */
export class FindingCollector {
  readonly #findings: AuditFinding[] = [];
  #omitted = 0;

  add(finding: AuditFinding): void {
    if (this.#findings.length < MAX_FINDINGS) this.#findings.push(finding);
    else this.#omitted++;
  }

  /** Adds what `error` says about a place. @throws `error` itself unless it is an InputError */
  addError(error: unknown, place: Omit<AuditFinding, 'code' | 'message'>, what?: string): void {
    if (!(error instanceof InputError)) throw error;
    const message = what === undefined ? error.message : `${what}: ${error.message}`;
    this.add({ code: error.code, message, ...place });
  }

  get isEmpty(): boolean {
    return this.#findings.length === 0;
  }

  /** Findings about records in the order of their indexes, then the others as they were found. */
  list(): FindingList {
    const findings = [...this.#findings].sort((a, b) => (a.index ?? Infinity) - (b.index ?? Infinity) || 0);
    return { findings, omitted: this.#omitted };
  }
}

/** Takes positions that follow one another without a gap, both inclusive, and what was said of the first. */
export type RunReport = (first: number, last: number, detail: string) => void;

/** Reports consecutive positions once, so that one cause does not fill the list. Positions come in rising order. */
export class Run {
  readonly #report: RunReport;
  #first: number | undefined;
  #last = -1;
  #detail = '';

  constructor(report: RunReport) {
    this.#report = report;
  }

  add(position: number, detail = ''): void {
    if (this.#first !== undefined && position !== this.#last + 1) this.end();
    if (this.#first === undefined) this.#detail = detail;
    this.#first ??= position;
    this.#last = position;
  }

  /** True from a position on until `end`, or until a gap. */
  get isOpen(): boolean {
    return this.#first !== undefined;
  }

  /** No position follows the last one. */
  end(): void {
    if (this.#first !== undefined) this.#report(this.#first, this.#last, this.#detail);
    this.#first = undefined;
  }
}

/** "record 7", or "records 7 to 9". */
export function nameRun(noun: string, first: number, last: number): string {
  return first === last ? `${noun} ${first}` : `${noun}s ${first} to ${last}`;
}
