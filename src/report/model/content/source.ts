/**
 * The records that a period report is about: a range of the log, all of it or what concerns one institution.
 * @module
 */
import { accountOf } from '../../../core/rules/apply.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { KindName } from '../../../core/statement/validate.ts';
import type { Entry, EntryOf } from '../../../verify/history/history.ts';
import type { ReportLedger } from '../ledger.ts';
import type { IndexRange } from '../scope.ts';
import { type About, indexAbout } from './about.ts';

export class PeriodSource {
  readonly ledger: ReportLedger;
  readonly state: ReportLedger['state'];
  readonly institution: string | undefined;
  /** Records in scope, in their order. */
  readonly entries: readonly Entry[];
  /** What was recorded about a statement, later than the range too. */
  readonly about: About;
  /** `recordedAt` of the last record under the checkpoint: the time at which everything is judged. */
  readonly now: string;
  readonly #range: IndexRange;

  constructor(ledger: ReportLedger, range: IndexRange, institution?: string) {
    const { entries } = ledger.history;
    this.ledger = ledger;
    this.state = ledger.state;
    this.institution = institution;
    this.#range = range;
    this.entries = entries.slice(range.start, range.end).filter((entry) => this.#concerns(entry));
    this.about = indexAbout(entries);
    this.now = ledger.state.value(STATE.clock) ?? '';
  }

  /** Records of a kind in scope. */
  of<K extends KindName>(kind: K): readonly EntryOf<K>[] {
    return this.inRange(kind).filter((entry) => this.#concerns(entry));
  }

  /** Records of a kind in the range, whomever they concern. */
  inRange<K extends KindName>(kind: K): readonly EntryOf<K>[] {
    const { start, end } = this.#range;
    return this.ledger.history.of(kind).filter(({ index }) => start <= index && index < end);
  }

  /** True for an institution that the report is about. */
  isIn(institution: string): boolean {
    return this.institution === undefined || this.institution === institution;
  }

  /** True for the institution's own records, and for those in its accounts. */
  #concerns(entry: Entry | EntryOf<KindName>): boolean {
    const { institution } = this;
    if (institution === undefined || entry.statement.author === institution) return true;
    const account = accountOf(entry as Entry);
    return account === institution || account === `keys/${institution}`;
  }
}
