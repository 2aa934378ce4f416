/**
 * Records as the pages about the log read them: one by one, bounded, and over damaged ones.
 * @module
 */

import type { Sentence } from '../../core/catalogue/sentence.ts';
import { InputError } from '../../core/error.ts';
import type { Json } from '../../core/json/json.ts';
import { type LedgerRecord, parseRecord } from '../../core/record/record.ts';
import type { ExplorerSource } from '../source.ts';
import { References, resolveReferences } from '../statements/references.ts';
import { tellDeed } from '../statements/sentence.ts';

/** A record, or the code of why it cannot be read. */
export type LogEntry =
  | { readonly index: number; readonly record: LedgerRecord }
  | { readonly index: number; readonly damage: string };

/** @returns undefined past the end of what is published */
export async function readEntry(source: ExplorerSource, index: number): Promise<LogEntry | undefined> {
  if (index < 0 || index >= source.sizes.published) return undefined;
  try {
    const bytes = await source.record(index);
    if (bytes === undefined) return { index, damage: 'integrity' };
    return { index, record: parseRecord(bytes) };
  } catch (error) {
    if (error instanceof InputError) return { index, damage: error.code };
    throw error;
  }
}

/** The first published record at or after an instant (Unix milliseconds); the size of the log where all are before it. */
export async function firstSince(source: ExplorerSource, milliseconds: number): Promise<number> {
  let [low, high] = [0, source.sizes.published];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const time = await timeFrom(source, middle, high);
    if (time === undefined || time >= milliseconds) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many damaged records in a row are passed over in search of a time. */
const MOST_PASSED = 64;

/** The time of the first readable record in `[index, end)`. */
async function timeFrom(source: ExplorerSource, index: number, end: number): Promise<number | undefined> {
  for (let i = index; i < Math.min(end, index + MOST_PASSED); i++) {
    const entry = await readEntry(source, i);
    if (entry !== undefined && 'record' in entry) return Date.parse(entry.record.recordedAt);
  }
  return undefined;
}

/** What the records did, as sentences without who and when. */
export async function tellEntries(source: ExplorerSource, entries: readonly LogEntry[]): Promise<readonly Sentence[]> {
  const named = entries.flatMap((entry) => ('record' in entry ? [scalarsOf(entry.record)] : []));
  const references = entries.length === 0 ? new References() : await resolveReferences(source, named);
  return entries.map((entry) => ('record' in entry ? tellDeed(entry.record.statement, references) : DAMAGED));
}

export const DAMAGED: Sentence = {
  en: 'cannot be shown: what is stored is not what was recorded',
  ko: '저장된 내용이 기록된 내용과 달라 표시할 수 없습니다',
};

/** Members of the body that a sentence may name; lists, which may be long, never are. */
function scalarsOf({ statement: { body } }: LedgerRecord): Json {
  return Object.values(body).filter((value): value is string => typeof value === 'string');
}
