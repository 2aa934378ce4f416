/**
 * The audit trail: records newest first, filtered. What one request looks at is bounded; where that was not enough, it says so and
 * how to go on.
 * @module
 */

import { parseRecord } from '../../core/record/record.ts';
import { STATE } from '../../core/rules/state.ts';
import type { ExplorerSource } from '../source.ts';
import { type LogEntry, readEntry } from './entries.ts';

/** Records looked at in one request. */
export const MOST_SCANNED = 512;

export interface TrailFilter {
  /** Records from here on, and before there. */
  readonly start: number;
  readonly end: number;
  /** Where the page before ended, which an author's chain goes on from. */
  readonly cursor: number;
  readonly author?: string;
  /** Any kind if absent. */
  readonly kinds?: readonly string[];
  readonly limit: number;
}

export interface Trail {
  readonly entries: readonly LogEntry[];
  /** Where the next page ends; absent after the last. */
  readonly before?: number;
  /** How many records were looked at. */
  readonly scanned: number;
}

export async function readTrail(source: ExplorerSource, filter: TrailFilter): Promise<Trail> {
  const { author, limit, start } = filter;
  const walk = author === undefined ? downwards(source, filter) : alongChain(source, author, filter);
  const entries: LogEntry[] = [];
  let [scanned, last] = [0, filter.end];
  for await (const entry of walk) {
    if (entry.index < start) return { entries, scanned };
    scanned++;
    last = entry.index;
    if (isWanted(entry, filter)) entries.push(entry);
    if (entries.length === limit || scanned === MOST_SCANNED) break;
  }
  const isCut = entries.length === limit || scanned === MOST_SCANNED;
  return { entries, scanned, ...(isCut && last > start ? { before: last } : {}) };
}

function isWanted(entry: LogEntry, { kinds, end, author }: TrailFilter): boolean {
  if (entry.index >= end) return false;
  if (!('record' in entry)) return author === undefined; // nobody knows whose it was
  if (author !== undefined && entry.record.statement.author !== author) return false;
  return kinds === undefined || kinds.includes(entry.record.statement.kind);
}

async function* downwards(source: ExplorerSource, { start, end }: TrailFilter): AsyncGenerator<LogEntry> {
  for (let index = Math.min(end, source.sizes.published) - 1; index >= start; index--) {
    const entry = await readEntry(source, index);
    if (entry !== undefined) yield entry;
  }
}

/** Every statement names the one before it of the same author: so one is followed without looking at those of others. */
async function* alongChain(source: ExplorerSource, author: string, filter: TrailFilter): AsyncGenerator<LogEntry> {
  const [chain] = await source.state([STATE.chain(author)]);
  let index = await headOfChain(source, author, filter.cursor, chain?.previous);
  if (index !== undefined && index >= source.sizes.published) return yield* downwards(source, filter);
  while (index !== undefined) {
    const entry = await readEntry(source, index);
    if (entry === undefined) return;
    yield entry;
    if (!('record' in entry)) return;
    index = await indexOf(source, entry.record.statement.chain.previous);
  }
}

/**
 * Where to begin: at the record that the page before ended with, if it is the author's, else at the newest that is published; or at
 * one that is not, where too many wait to be.
 */
async function headOfChain(
  source: ExplorerSource,
  author: string,
  cursor: number,
  newest: string | undefined,
): Promise<number | undefined> {
  const last = await readEntry(source, cursor);
  if (last !== undefined && 'record' in last && last.record.statement.author === author)
    return indexOf(source, last.record.statement.chain.previous);
  let index = newest === undefined ? undefined : await indexOf(source, newest);
  // What is committed and not yet published is not shown: a few records, unless witnesses have been away for long.
  for (let i = 0; i < MOST_SCANNED && index !== undefined && index >= source.sizes.published; i++) {
    const bytes = await source.record(index);
    index = bytes && (await indexOf(source, parseRecord(bytes).statement.chain.previous));
  }
  return index;
}

async function indexOf(source: ExplorerSource, digest: string): Promise<number | undefined> {
  return (await source.state([STATE.record(digest)]))[0]?.index;
}
