/**
 * What is asked of a report: its kind, its subject, and which records. Free of language; the whole log by default.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { ReportBody } from '../../core/generated/bodies.ts';
import { formatInstant, parseZonedInstant } from '../../core/statement/instant.ts';
import type { Entry } from '../../verify/history/history.ts';

export type ReportForm = ReportBody['form'];

/** Kinds of reports, as commands and addresses name them. */
export const REPORT_FORMS: readonly ReportForm[] = [
  'certificate',
  'period',
  'credit',
  'dossier',
  'inspection',
  'incident',
];

/** An index of the log, or an instant. */
export type Bound = { readonly index: number } | { readonly instant: string };

export interface ReportScope {
  readonly form: ReportForm;
  /**
   * `certificate`: index or digest of a record; `credit`: institution; `dossier`: model; `inspection`: institution, all if
   * absent. Others have none.
   */
  readonly subject?: string;
  /** The first record: absent, the charter. */
  readonly from?: Bound;
  /** The end, not in scope itself: absent, that of the newest published checkpoint. */
  readonly to?: Bound;
}

/** Records `[start, end)`. */
export interface IndexRange {
  readonly start: number;
  readonly end: number;
}

const INDEX = /^(?:0|[1-9][0-9]{0,14})$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/**
 * Reads a bound as people write it: an index, an RFC 3339 time with offset, or a day in Korea. As an end, a day is meant with
 * all its hours.
 * @throws InputError `bad-time`
 */
export function parseBound(text: string, side: 'from' | 'to'): Bound {
  if (INDEX.test(text)) return { index: Number(text) };
  if (!DAY.test(text)) return { instant: formatInstant(parseZonedInstant(text, side)) };
  const midnight = parseZonedInstant(`${text}T00:00:00+09:00`, side);
  return { instant: formatInstant(midnight + (side === 'to' ? 86_400_000 : 0)) };
}

/** The records that lie within the bounds. @throws InputError `usage` where the end lies before the beginning */
export function resolveRange(entries: readonly Entry[], { from, to }: Pick<ReportScope, 'from' | 'to'>): IndexRange {
  const start = from === undefined ? 0 : resolve(entries, from);
  const end = to === undefined ? entries.length : resolve(entries, to);
  if (end < start) throw new InputError('usage', `the end (${end}) lies before the beginning (${start})`);
  return { start, end };
}

/** The first index at or after the bound. `recordedAt` never falls. */
function resolve(entries: readonly Entry[], bound: Bound): number {
  if ('index' in bound) return Math.min(bound.index, entries.length);
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.recordedAt ?? '') < bound.instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
