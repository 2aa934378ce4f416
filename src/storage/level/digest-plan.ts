/**
 * What a write does to the digests: which records it stores beside its entries, in the same batch, and what becomes of the tree
 * in memory when the batch is written. A segment that grows beyond 1024 entries is cut into some of 128: entries are read for
 * that, and so each is read once for seven that are written. Segments are never joined: an empty one costs a record.
 * @module
 */
import { compareUtf8 } from '../../core/bytes/utf8-order.ts';
import type { DigestTree, Segment } from './digest-tree.ts';
import {
  digestOf,
  type IndexDigest,
  makeRecord,
  RECORD,
  type Replacement,
  type StoredRecord,
  updateDigest,
} from './index-digest.ts';
import type { EntryChecksum } from './segment.ts';

/** Of a segment, in entries. */
const MAX_LENGTH = 1024;
const LENGTH_AFTER_CUT = 128;

/** A change of one entry. */
export interface EntryChange extends Replacement {
  readonly key: string;
}

export interface DigestPlan {
  /** Records to store. */
  readonly puts: readonly StoredRecord[];
  /** Brings the tree up to date; to be called when all is stored. */
  apply(): void;
}

/** What becomes of a segment: itself with another end and record, and the segments that are cut off it. */
interface SegmentChange {
  readonly segment: Segment;
  readonly changed: Segment;
  readonly added: readonly Segment[];
  readonly puts: readonly StoredRecord[];
}

/**
 * Requires that no other write is under way.
 * @param changes by the segments that they belong to
 * @param entriesOf checks a segment that must be cut, and gives its entries
 */
export async function planDigests(
  tree: DigestTree,
  changes: ReadonlyMap<Segment, readonly EntryChange[]>,
  entriesOf: (segment: Segment) => Promise<readonly EntryChecksum[]>,
): Promise<DigestPlan> {
  const changed: SegmentChange[] = [];
  for (const [segment, own] of changes) changed.push(await changeSegment(segment, own, entriesOf));
  const top = makeRecord(RECORD.top, '', updateDigest(tree.top, changed.flatMap(replacements)));
  return { puts: [...changed.flatMap(({ puts }) => puts), top], apply: () => applyChanges(tree, changed, top.record) };
}

async function changeSegment(
  segment: Segment,
  changes: readonly EntryChange[],
  entriesOf: (segment: Segment) => Promise<readonly EntryChecksum[]>,
): Promise<SegmentChange> {
  const digest = updateDigest(segment.record, changes);
  const pieces =
    digest.count > MAX_LENGTH
      ? cutEntries(segment.start, replaceEntries(await entriesOf(segment), changes))
      : [{ start: segment.start, digest }];
  const puts = pieces.map((piece) => makeRecord(RECORD.segment, piece.start, piece.digest));
  const segments = puts.map(({ start, record }, i): Segment => {
    return { start, end: pieces[i + 1]?.start ?? segment.end, record, isChecked: true, checking: undefined };
  });
  const [changed = segment, ...added] = segments;
  return { segment, changed, added, puts };
}

/** What the change of a segment comes to for the top digest. */
function replacements({ segment, changed, added }: SegmentChange): Replacement[] {
  const cutOff = added.map(({ record }) => ({ after: record.checksum }));
  return [{ before: segment.record.checksum, after: changed.record.checksum }, ...cutOff];
}

function applyChanges(tree: DigestTree, changes: readonly SegmentChange[], top: IndexDigest): void {
  for (const { segment, changed } of changes) {
    segment.end = changed.end;
    segment.record = changed.record;
  }
  tree.top = top;
  if (changes.every(({ added }) => added.length === 0)) return;
  const added = new Map(changes.map((change) => [change.segment, change.added]));
  tree.segments = tree.segments.flatMap((segment) => [segment, ...(added.get(segment) ?? [])]);
}

/** `entries` after `changes`, in ascending order. */
function replaceEntries(entries: readonly EntryChecksum[], changes: readonly EntryChange[]): EntryChecksum[] {
  const checksums = new Map(entries.map(({ key, checksum }) => [key, checksum]));
  for (const { key, after } of changes) {
    if (after === undefined) checksums.delete(key);
    else checksums.set(key, after);
  }
  const replaced = Array.from(checksums, ([key, checksum]) => ({ key, checksum }));
  return replaced.sort((a, b) => compareUtf8(a.key, b.key));
}

function cutEntries(start: string, entries: readonly EntryChecksum[]) {
  const pieces = cut(entries);
  return pieces.map((piece, i) => ({
    start: i === 0 ? start : separator(pieces[i - 1]?.at(-1)?.key ?? '', piece[0]?.key ?? ''),
    digest: digestOf(piece.map(({ checksum }) => checksum)),
  }));
}

/** `items` in pieces of one size. */
function cut<T>(items: readonly T[]): T[][] {
  const pieces = Math.ceil(items.length / LENGTH_AFTER_CUT);
  const bound = (piece: number): number => Math.floor((piece * items.length) / pieces);
  return Array.from({ length: pieces }, (_, i) => items.slice(bound(i), bound(i + 1)));
}

/** The shortest text after `before`, and not after `key`. Requires that `before` comes before `key`. */
function separator(before: string, key: string): string {
  let shared = 0;
  while (shared < before.length && before[shared] === key[shared]) shared++;
  const isHighSurrogate = /[\ud800-\udbff]/.test(key[shared] ?? '');
  return key.slice(0, shared + (isHighSurrogate ? 2 : 1));
}
