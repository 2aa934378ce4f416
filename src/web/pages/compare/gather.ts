/**
 * What the comparison of two states reads: the checkpoints that show them, and the records between, as many as are looked at.
 * @module
 */
import { parseDecimal } from '../../../core/bytes/integers.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { CHANGES } from '../../kinds.ts';
import { checkpointUpTo, type ShownCheckpoint } from '../../log/checkpoints.ts';
import { DAMAGED, firstSince, type LogEntry, readEntry, tellEntries } from '../../log/entries.ts';
import { given, isDay, parseDay } from '../../log/query.ts';
import type { PageRequest } from '../../page.ts';
import type { ExplorerSource } from '../../source.ts';

/** Records between that are looked at. */
export const MOST_COMPARED = 1024;
/** Changes that are listed. */
const MOST_LISTED = 100;

/** Kinds that are listed one by one: changes, and what was decided about credit. */
const LISTED: readonly string[] = [...CHANGES, 'award', 'award-final', 'round-close'];

export type Change = {
  readonly index: number;
  readonly at: string;
  readonly author: string;
  readonly kind: string;
  readonly what: Sentence;
};

export type Comparison = {
  readonly from: ShownCheckpoint;
  readonly to: ShownCheckpoint;
  readonly looked: number;
  readonly counts: readonly (readonly [kind: string, count: number])[];
  readonly damaged: number;
  readonly changes: readonly Change[];
  /** Changes beyond those listed. */
  readonly more: number;
};

export type CompareModel = {
  readonly asked: { readonly from?: string; readonly to?: string };
  /** Absent where nothing was asked for, or no checkpoint is so old. */
  readonly comparison?: Comparison;
};

/** @throws InputError `bad-integer`, `bad-time` */
export async function gatherComparison(source: ExplorerSource, { query }: PageRequest): Promise<CompareModel> {
  const [from, to] = [given(query, 'from'), given(query, 'to')];
  const asked = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  if (from === undefined && to === undefined) return { asked };
  const { published } = source.sizes;
  const sizes = [
    from === undefined ? 0 : await sizeOf(source, from, 'from', 0),
    to === undefined ? published : await sizeOf(source, to, 'to', 1),
  ].sort((a, b) => a - b) as [number, number];
  const [earlier, later] = await Promise.all(sizes.map((size) => checkpointUpTo(source, size)));
  if (earlier === undefined || later === undefined) return { asked };
  return { asked, comparison: await compare(source, earlier, later) };
}

/** @param side whether a day is meant from its beginning (0) or with all of it (1) */
async function sizeOf(source: ExplorerSource, text: string, name: string, side: 0 | 1): Promise<number> {
  if (isDay(text)) return firstSince(source, parseDay(text, name)[side]);
  return Math.min(parseDecimal(text, name), source.sizes.published);
}

async function compare(source: ExplorerSource, from: ShownCheckpoint, to: ShownCheckpoint): Promise<Comparison> {
  const counts = new Map<string, number>();
  const listed: LogEntry[] = [];
  let damaged = 0;
  const end = Math.min(to.size, from.size + MOST_COMPARED);
  for (let index = from.size; index < end; index++) {
    const entry = await readEntry(source, index);
    if (entry === undefined) continue;
    const kind = 'record' in entry ? entry.record.statement.kind : undefined;
    if (kind === undefined) damaged++;
    else counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (kind === undefined || LISTED.includes(kind)) listed.push(entry);
  }
  const shown = listed.slice(0, MOST_LISTED);
  const told = await tellEntries(source, shown);
  return {
    ...{ from, to, looked: end - from.size, damaged },
    counts: [...counts].sort(([, a], [, b]) => b - a),
    changes: shown.map((entry, i) => changeOf(entry, told[i] ?? DAMAGED)),
    more: listed.length - shown.length,
  };
}

function changeOf(entry: LogEntry, what: Sentence): Change {
  const { index } = entry;
  if (!('record' in entry)) return { index, at: '', author: '', kind: '', what };
  const { recordedAt, statement } = entry.record;
  return { index, at: recordedAt, author: statement.author, kind: statement.kind, what };
}
