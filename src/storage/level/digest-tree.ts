/**
 * The digests of an index in memory: which segments there are, and what the entries of each come to (`index-digest.ts`). Read
 * when an index is opened, and found to be what the top digest says: so what is known of a segment is what was last written,
 * before a single entry of it was read. A record for every 400 entries or so, a few microseconds each.
 * @module
 */
import { compareUtf8 } from '../../core/bytes/utf8-order.ts';
import { InputError, InvariantError } from '../../core/error.ts';
import { type Database, keyText, RAW_KEY } from './database.ts';
import {
  type DigestRecord,
  decodeRecord,
  digestOf,
  EMPTY_DIGEST,
  equalDigests,
  type IndexDigest,
  makeRecord,
  RECORD,
  recordFields,
  recordKey,
} from './index-digest.ts';

/** A range of digested keys with the digest of what stands in it. */
export interface SegmentDigest {
  readonly start: string;
  /** The start of the next segment; undefined where there is none. */
  readonly end: string | undefined;
  readonly record: DigestRecord;
}

/** A segment in use. Its owner is the tree, which changes it when a write is done. */
export interface Segment extends SegmentDigest {
  end: string | undefined;
  record: DigestRecord;
  /** True once the entries were read and found to be what the digest says. */
  isChecked: boolean;
  /** The reading that is under way. */
  checking: Promise<void> | undefined;
}

export class DigestTree {
  /** In ascending order; the first one begins before all keys. */
  segments: readonly Segment[];
  top: IndexDigest;

  private constructor(segments: readonly Segment[], top: IndexDigest) {
    this.segments = segments;
    this.top = top;
  }

  /** Reads the digests of an index. @throws InputError `index-corrupt` where they do not hold, or there are only entries */
  static async open(database: Database): Promise<DigestTree> {
    const key = recordKey(RECORD.top);
    const stored = await database.get(key, RAW_KEY);
    if (stored !== undefined) {
      const top = decodeRecord(key, stored);
      return new DigestTree(await readSegments(database, top), top);
    }
    for await (const first of database.keys({ limit: 1 })) {
      throw new InputError('index-corrupt', `index: no digest vouches for ${JSON.stringify(first)} and what follows`);
    }
    return DigestTree.empty();
  }

  /** The digests of no entries: one segment. Nothing of it is stored before the first write. */
  static empty(): DigestTree {
    const { record } = makeRecord(RECORD.segment, '', EMPTY_DIGEST);
    const all = { start: '', end: undefined, record, isChecked: true, checking: undefined };
    return new DigestTree([all], digestOf([record.checksum]));
  }

  /** The segment that a digested key belongs to: the last one that begins at or before `key`. */
  segmentOf(key: string): Segment {
    // A text without surrogates and what comes after them stands to any other as in UTF-16, which is compared at once.
    const isPlain = !NOT_PLAIN.test(key);
    let low = 0;
    let high = this.segments.length;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const start = this.segments[middle]?.start ?? '';
      if (isPlain ? start <= key : compareUtf8(start, key) <= 0) low = middle;
      else high = middle;
    }
    const found = this.segments[low];
    if (found === undefined) throw new InvariantError('index: it has no digests');
    return found;
  }
}

const NOT_PLAIN = /[\ud800-\uffff]/;

/** The segments, whose records come to what `top` says. @throws InputError `index-corrupt` */
async function readSegments(database: Database, top: IndexDigest): Promise<Segment[]> {
  const range = { gte: recordKey(RECORD.segment), lt: Uint8Array.of(0xff, RECORD.segment + 1), limit: top.count + 1 };
  const stored = await database.iterator({ ...RAW_KEY, ...range }).all();
  const segments = stored.map(([key, value]): Segment => {
    const [start, record] = [keyText(key.subarray(2)), recordFields(value)];
    return { start, end: undefined, record, isChecked: false, checking: undefined };
  });
  for (const [i, segment] of segments.entries()) segment.end = segments[i + 1]?.start;
  const isWhole = equalDigests(digestOf(segments.map(({ record }) => record.checksum)), top);
  if (isWhole && segments[0]?.start === '') return segments;
  throw new InputError('index-corrupt', 'index: digests of its entries are missing, or are of another day');
}
