/**
 * Reading the entries of a segment, and finding that they are what its digest says.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { UNDIGESTED } from '../../log/ports.ts';
import { type Database, keyText, RAW_KEY, type Snapshot } from './database.ts';
import type { SegmentDigest } from './digest-tree.ts';
import { assertRecord, digestOf, equalDigests } from './index-digest.ts';
import { checkedPayload, storedChecksum } from './index-value.ts';

/** An entry as far as digests go. */
export interface EntryChecksum {
  readonly key: string;
  readonly checksum: bigint;
}

/**
 * Reads each entry as part of the range and once more by its key: LevelDB finds keys with the help of filters and restart
 * points, whose damage hides an entry that a range still shows.
 * @throws InputError `index-corrupt` where an entry is damaged, missing, or of another day, or the digest is
 */
export async function checkSegment(database: Database, snapshot: Snapshot, segment: SegmentDigest): Promise<void> {
  assertRecord(segment.start, segment.record);
  const entries = await readRange(database, segment, snapshot);
  const keys = entries.map(([key]) => key);
  const found = await database.getMany(keys, { ...RAW_KEY, snapshot });
  for (const [i, [key, stored]] of entries.entries()) checkEntry(keyText(key), stored, found[i]);
}

/** The entries of a segment that was checked, in ascending order. @throws InputError `index-corrupt` */
export async function entriesIn(database: Database, segment: SegmentDigest): Promise<EntryChecksum[]> {
  const entries = await readRange(database, segment);
  return entries.map(([key, stored]) => ({ key: keyText(key), checksum: storedChecksum(stored) }));
}

async function readRange(database: Database, { start, end, record }: SegmentDigest, snapshot?: Snapshot) {
  const range = {
    ...RAW_KEY,
    gte: encodeUtf8(start),
    lt: encodeUtf8(end ?? UNDIGESTED),
    limit: record.count + 1,
    ...(snapshot === undefined ? {} : { snapshot }),
  };
  const entries = await database.iterator(range).all();
  if (equalDigests(digestOf(entries.map(([, stored]) => storedChecksum(stored))), record)) return entries;
  throw new InputError(
    'index-corrupt',
    `index: entries from ${JSON.stringify(start)} on are missing, or are of another day`,
  );
}

function checkEntry(key: string, stored: Uint8Array, found: Uint8Array | undefined): void {
  checkedPayload(key, stored);
  if (found !== undefined && equalBytes(found, stored)) return;
  throw new InputError('index-corrupt', `index: ${JSON.stringify(key)} is there, and is not found`);
}
