/**
 * From the state of the rules to the records behind it. A value is as of the newest commit; a record counts once it is published,
 * for before that nobody can prove it.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { Json } from '../../core/json/json.ts';
import { parseRecord } from '../../core/record/record.ts';
import { STATE, type StateKey } from '../../core/rules/state.ts';
import type { KindName } from '../../core/statement/validate.ts';
import { isOfKind, type RecordOf } from '../../verify/account/lookup.ts';
import type { PlacedRecord } from '../../verify/evidence.ts';
import type { ExplorerSource } from '../source.ts';

/** The value of one key. @throws InputError `not-found` */
export async function one<T extends Json>(source: ExplorerSource, key: StateKey<T>, what: string): Promise<T> {
  const [value] = await source.state([key]);
  if (value === undefined) throw new InputError('not-found', `there is no ${what}`);
  return value;
}

/** Indexes of the published statements among these, by digest. */
export async function placesOf(source: ExplorerSource, digests: readonly string[]): Promise<Map<string, number>> {
  const records = await source.state(digests.map(STATE.record));
  return new Map(
    digests.flatMap((digest, i) => {
      const index = records[i]?.index;
      return index === undefined || index >= source.sizes.published ? [] : [[digest, index] as const];
    }),
  );
}

/** Index of a published statement. @throws InputError `not-found` */
export async function placeOf(source: ExplorerSource, digest: string, what: string): Promise<number> {
  const index = (await placesOf(source, [digest])).get(digest);
  if (index === undefined) throw new InputError('not-found', `there is no published ${what}`);
  return index;
}

/** The published record at `index`; undefined where there is none, or it is damaged: its own page tells of that. */
export async function recordAt(source: ExplorerSource, index: number): Promise<PlacedRecord | undefined> {
  if (index >= source.sizes.published) return undefined;
  try {
    const bytes = await source.record(index);
    return bytes === undefined ? undefined : { index, ...parseRecord(bytes) };
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The records of these statements, by digest, those that are of the kind and can be read. */
export async function recordsOf<K extends KindName>(
  source: ExplorerSource,
  kind: K,
  digests: readonly string[],
): Promise<Map<string, RecordOf<K>>> {
  const places = await placesOf(source, digests);
  const records = await Promise.all([...places.values()].map((index) => recordAt(source, index)));
  const found = records.filter((record): record is RecordOf<K> => record !== undefined && isOfKind(record, kind));
  return new Map(found.map((record) => [record.digest, record]));
}
