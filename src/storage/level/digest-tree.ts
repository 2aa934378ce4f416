/**
 * The digests of an index in memory: which segments there are, and what the entries of each come to (`index-digest.ts`). The
 * groups are read when an index is opened; the segments of a group when one of them is first touched, and found to be what the
 * digest of the group says. Hence what is known of a segment is what was last written, before a single entry of it was read.
 *
 * Segments have some 400 entries and groups some 400 segments, so opening costs one record for every 160,000 entries.
 * @module
 */
import { compareUtf8 } from '../../core/bytes/utf8-order.ts';
import { InputError } from '../../core/error.ts';
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
  type RecordKind,
  recordKey,
} from './index-digest.ts';

/** A range of keys with the digest of what stands in it. Its owner is the tree, which changes it when a write is done. */
export interface Part {
  readonly start: string;
  /** The start of the next part; undefined where there is none. */
  end: string | undefined;
  record: DigestRecord;
}

/** A range of entries. */
export interface Segment extends Part {
  group: Group;
  /** True once the entries were read and found to be what the digest says. */
  isChecked: boolean;
  /** The reading that is under way. */
  checking: Promise<void> | undefined;
}

/** A range of segments. While they are not loaded, none of them changes. */
export interface Group extends Part {
  segments: Segment[] | undefined;
  loading: Promise<void> | undefined;
}

export class DigestTree {
  readonly #database: Database;
  groups: Group[];
  top: IndexDigest;

  private constructor(database: Database, groups: Group[], top: IndexDigest) {
    this.#database = database;
    this.groups = groups;
    this.top = top;
  }

  /** Reads the tree of an index. @throws InputError `index-corrupt` where it has none, although it has entries */
  static async open(database: Database): Promise<DigestTree> {
    const key = recordKey(RECORD.top);
    const stored = await database.get(key, RAW_KEY);
    if (stored === undefined) {
      for await (const first of database.keys({ limit: 1 })) {
        throw new InputError('index-corrupt', `index: no digest vouches for ${JSON.stringify(first)} and what follows`);
      }
      return DigestTree.empty(database);
    }
    const top = decodeRecord(key, stored);
    const groups = await readParts(database, RECORD.group, { start: '', end: undefined, record: top });
    return new DigestTree(
      database,
      groups.map((part) => ({ ...part, segments: undefined, loading: undefined })),
      top,
    );
  }

  /** The tree of no entries: a segment in a group. Nothing of it is stored before the first write. */
  static empty(database: Database): DigestTree {
    const all = { start: '', end: undefined };
    const { record } = makeRecord(RECORD.segment, '', EMPTY_DIGEST);
    const ofGroup = makeRecord(RECORD.group, '', digestOf([record.checksum])).record;
    const group: Group = { ...all, record: ofGroup, segments: undefined, loading: undefined };
    group.segments = [{ ...all, record, group, isChecked: true, checking: undefined }];
    return new DigestTree(database, [group], digestOf([ofGroup.checksum]));
  }

  /** The segment that `key` belongs to. @throws InputError `index-corrupt` where a digest is missing or of another day */
  async segmentOf(key: string): Promise<Segment> {
    const known = this.#known(key);
    if (known !== undefined) return known;
    await this.#load(partOf(this.groups, key));
    return this.segmentOf(key);
  }

  /** {@link segmentOf} each of `keys`. In a tree in use nothing is waited for. */
  async segmentsOf(keys: readonly string[]): Promise<Segment[]> {
    const segments: Segment[] = [];
    for (const key of keys) segments.push(this.#known(key) ?? (await this.segmentOf(key)));
    return segments;
  }

  #known(key: string): Segment | undefined {
    const { segments } = partOf(this.groups, key);
    return segments === undefined ? undefined : partOf(segments, key);
  }

  #load(group: Group): Promise<void> {
    group.loading ??= readParts(this.#database, RECORD.segment, group)
      .then((parts) => {
        group.segments = parts.map((part) => ({ ...part, group, isChecked: false, checking: undefined }));
      })
      .finally(() => {
        group.loading = undefined;
      });
    return group.loading;
  }
}

const NOT_PLAIN = /[\ud800-\uffff]/;

/** The last of the sorted `parts` that begins at or before `key`. Requires that the first one begins before all keys. */
function partOf<P extends Part>(parts: readonly P[], key: string): P {
  // A text without surrogates and what comes after them stands to any other as in UTF-16, which is compared at once.
  const isPlain = !NOT_PLAIN.test(key);
  let low = 0;
  let high = parts.length;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const start = parts[middle]?.start ?? '';
    if (isPlain ? start <= key : compareUtf8(start, key) <= 0) low = middle;
    else high = middle;
  }
  const found = parts[low];
  if (found === undefined) throw new InputError('index-corrupt', 'index: it has no digests');
  return found;
}

/** The parts of `whole`, whose digest says what their records come to. @throws InputError `index-corrupt` */
async function readParts(database: Database, kind: RecordKind, whole: Part): Promise<Part[]> {
  const range = {
    gte: recordKey(kind, whole.start),
    lt: whole.end === undefined ? Uint8Array.of(0xff, kind + 1) : recordKey(kind, whole.end),
  };
  const stored = await database.iterator({ ...RAW_KEY, ...range, limit: whole.record.count + 1 }).all();
  const parts = stored.map(([key, value]) => ({
    start: keyText(key.subarray(2)),
    end: whole.end,
    record: decodeRecord(key, value),
  }));
  for (const [i, part] of parts.entries()) part.end = parts[i + 1]?.start ?? whole.end;
  const isWhole = equalDigests(digestOf(parts.map(({ record }) => record.checksum)), whole.record);
  if (isWhole && parts[0]?.start === whole.start) return parts;
  throw new InputError('index-corrupt', 'index: digests of its entries are missing, or are of another day');
}
