/**
 * What a period report counts: records by kind and month, how late they came, and what came of them altogether.
 * @module
 */
import type { Lateness, PeriodReport, PeriodTotals } from '../../../core/generated/documents.ts';
import { STATE } from '../../../core/rules/state.ts';
import { delayOf, LATE_SECONDS } from './checks-records.ts';
import { standingOf } from './entries.ts';
import type { PeriodSource } from './source.ts';

const KOREA_MS = 9 * 3_600_000;
/** Upper ends of the classes of delay, seconds: a minute, ten, an hour, six, a day, a week. */
const CLASSES = [60, 600, 3600, 21_600, LATE_SECONDS, 604_800] as const;

/** What became of contributions, by name of the tally. */
export interface ContributionTally {
  contributions: number;
  accepted: number;
  rejected: number;
  withdrawn: number;
  undecided: number;
  excluded: number;
}

export function noContributions(): ContributionTally {
  return { contributions: 0, accepted: 0, rejected: 0, withdrawn: 0, undecided: 0, excluded: 0 };
}

/** Counts a contribution by what became of it. */
export function countContribution(tally: ContributionTally, status: string | undefined): void {
  tally.contributions++;
  if (status === 'accepted' || status === 'rejected' || status === 'withdrawn' || status === 'excluded')
    tally[status]++;
  else tally.undecided++;
}

export function countKinds({ entries }: PeriodSource): PeriodReport['kinds'] {
  const counts = tally(entries.map(({ statement }) => statement.kind));
  return counts.map(([kind, records]) => ({ kind, records }));
}

/** Records by month in Korean time. Months without records stand in between. */
export function countMonths({ entries }: PeriodSource): PeriodReport['months'] {
  const counts = new Map(tally(entries.map(({ recordedAt }) => monthOf(recordedAt))));
  const [first, last] = [[...counts.keys()][0], [...counts.keys()].at(-1)];
  if (first === undefined || last === undefined) return [];
  const months: PeriodReport['months'] = [];
  for (let month = first; month <= last; month = monthAfter(month))
    months.push({ month, records: counts.get(month) ?? 0 });
  return months;
}

function monthOf(instant: string): string {
  return new Date(Date.parse(instant) + KOREA_MS).toISOString().slice(0, 7);
}

function monthAfter(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${month.slice(0, 5)}${String(number + 1).padStart(2, '0')}`;
}

export function measureLateness({ entries }: PeriodSource): Lateness {
  const counts = [...CLASSES, undefined].map((upTo) => ({ ...(upTo === undefined ? {} : { upTo }), records: 0 }));
  let [greatest, early] = [0, 0];
  for (const entry of entries) {
    const delay = delayOf(entry);
    greatest = Math.max(greatest, delay);
    if (delay < 0) early++;
    const bucket = counts.find(({ upTo }) => upTo === undefined || delay <= upTo);
    if (bucket !== undefined) bucket.records++;
  }
  return { threshold: LATE_SECONDS, greatest, early, buckets: counts };
}

export function countTotals(source: PeriodSource, exceptions: number): PeriodTotals {
  const contributions = noContributions();
  for (const entry of source.of('contribution')) countContribution(contributions, standingOf(source.state, entry));
  const credits = source.of('credit');
  const refused = source
    .inRange('refusals')
    .flatMap(({ statement: { body } }) => [...body.refused.filter(({ author }) => source.isIn(author))]).length;
  const records = source.entries.length;
  return {
    records,
    signatures: records,
    institutions: new Set(source.entries.map(({ statement }) => statement.author)).size,
    rounds: source.of('round-open').length,
    ...contributions,
    awards: source.of('award').length,
    credits: credits.length,
    issued: sum(credits.map(({ statement }) => statement.body.amount)),
    claimed: sum(source.of('claim').map(({ statement }) => statement.body.amount)),
    transferred: sum(source.of('transfer').map(({ statement }) => statement.body.amount)),
    refused,
    exceptions,
  };
}

/** The sum of amounts, which are decimal strings. */
export function sum(amounts: readonly string[]): string {
  return String(amounts.reduce((total, amount) => total + BigInt(amount), 0n));
}

/** How often each text occurs, ascending by text. */
function tally(texts: readonly string[]): [text: string, count: number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The charter in force at the checkpoint. */
export function describeSystem({ state }: PeriodSource): PeriodReport['system'] {
  const ledger = state.value(STATE.ledger);
  return {
    operator: ledger?.operator ?? '-',
    rules: ledger?.rules ?? 0,
    charter: ledger?.charter ?? '0'.repeat(64),
    quorums: Object.entries(ledger?.quorums ?? {})
      .map(([of, needed]) => ({ of, needed }))
      .sort((a, b) => (a.of < b.of ? -1 : 1)),
    mayCombine: [...(ledger?.mayCombine ?? [])].sort(),
    endorseWithin: ledger?.endorseWithin ?? 0,
    reading: ledger?.reading ?? 'token',
    logKeys: [...(ledger?.logKeys ?? [])],
  };
}
