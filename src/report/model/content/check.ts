/**
 * The form of the checks of a period report. Each looks at something, says at how much, and lists what a reader must know.
 * @module
 */
import type { ReportException } from '../../../core/generated/documents.ts';
import type { AnyEntry } from './entries.ts';
import { standingOf } from './entries.ts';
import type { PeriodSource } from './source.ts';

/** What a check found. */
export interface Found extends Omit<ReportException, 'check' | 'responses'> {
  /** What was recorded about it. */
  readonly responses?: readonly AnyEntry[];
}

export interface PeriodCheck {
  /** Stable; reports name and explain it in both languages. */
  readonly id: string;
  /** How many things it looked at, and which of them are exceptions. */
  run(source: PeriodSource): { readonly looked: number; readonly found: readonly Found[] };
}

/** What of a record a finding says in any case. */
export function foundIn({ state }: Pick<PeriodSource, 'state'>, entry: AnyEntry, code: string): Found {
  const { index, digest, recordedAt, statement } = entry;
  const { kind, author, signing } = statement;
  const status = standingOf(state, entry);
  return {
    code,
    index,
    id: digest,
    kind,
    at: recordedAt,
    who: author,
    ...(signing.reason === undefined ? {} : { why: signing.reason.code }),
    ...(status === undefined ? {} : { status }),
  };
}

/** The subject of a finding, if it is a record of the log. */
export function about(
  { ledger }: Pick<PeriodSource, 'ledger'>,
  digest: string,
): Pick<Found, 'subject' | 'subjectIndex'> {
  const entry = ledger.history.find(digest);
  return { subject: digest, ...(entry === undefined ? {} : { subjectIndex: entry.index }) };
}

/** What was recorded about a statement, of some kinds. */
export function responsesTo(source: PeriodSource, digest: string, ...kinds: readonly string[]): AnyEntry[] {
  return (source.about.get(digest) ?? []).filter(({ statement }) => kinds.includes(statement.kind));
}
