/**
 * What a write does to the digests: which records it stores beside its entries, in the same batch, and what becomes of the tree
 * in memory when the batch is written. A segment that grows beyond 1024 entries is cut into some of 128, and a group likewise:
 * entries are read for that, and so each is read once for seven that are written. Parts are never joined: an empty one costs a record.
 * @module
 */
import { compareUtf8 } from '../../core/bytes/utf8-order.ts';
import type { DigestTree, Group, Part, Segment } from './digest-tree.ts';
import {
  digestOf,
  type IndexDigest,
  makeRecord,
  RECORD,
  type RecordKind,
  type Replacement,
  type StoredRecord,
  updateDigest,
} from './index-digest.ts';
import type { EntryChecksum } from './segment.ts';

/** Of a segment in entries, and of a group in segments. */
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

/** What becomes of a part: itself with another end and record, and the parts that are cut off it. */
interface PartChange<P extends Part> {
  readonly part: P;
  readonly changed: Part;
  readonly added: readonly P[];
  readonly puts: readonly StoredRecord[];
}

interface GroupChange extends PartChange<Group> {
  readonly segments: Segment[];
  readonly within: readonly PartChange<Segment>[];
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
  const within = new Map<Group, PartChange<Segment>[]>();
  for (const [segment, own] of changes) {
    const change = await changeSegment(segment, own, entriesOf);
    const inGroup = within.get(segment.group);
    if (inGroup === undefined) within.set(segment.group, [change]);
    else inGroup.push(change);
  }
  const groups = Array.from(within, ([group, inGroup]) => changeGroup(group, inGroup));
  const top = makeRecord(RECORD.top, '', updateDigest(tree.top, replacements(groups)));
  const puts = groups.flatMap((group) => [...group.within.flatMap((change) => change.puts), ...group.puts]);
  return { puts: [...puts, top], apply: () => applyChanges(tree, groups, top.record) };
}

async function changeSegment(
  segment: Segment,
  changes: readonly EntryChange[],
  entriesOf: (segment: Segment) => Promise<readonly EntryChecksum[]>,
): Promise<PartChange<Segment>> {
  const digest = updateDigest(segment.record, changes);
  const cuts =
    digest.count > MAX_LENGTH
      ? cutEntries(segment.start, replaceEntries(await entriesOf(segment), changes))
      : [{ start: segment.start, digest }];
  const { changed, added, puts } = changePart(RECORD.segment, segment, cuts);
  const { group } = segment;
  return {
    ...{ part: segment, changed, puts },
    added: added.map((part) => ({ ...part, group, isChecked: true, checking: undefined })),
  };
}

function changeGroup(group: Group, within: readonly PartChange<Segment>[]): GroupChange {
  const changes = new Map(within.map((change) => [change.part, change]));
  const before = group.segments ?? [];
  const isSame = within.every(({ added }) => added.length === 0);
  const segments = isSame ? before : before.flatMap((segment) => [segment, ...(changes.get(segment)?.added ?? [])]);
  const pieces = segments.length > MAX_LENGTH ? cut(segments) : [segments];
  const cuts = pieces.map((piece) => ({
    start: piece[0]?.start ?? group.start,
    digest:
      pieces.length === 1
        ? updateDigest(group.record, replacements(within))
        : digestOf(piece.map((segment) => (changes.get(segment)?.changed ?? segment).record.checksum)),
  }));
  const { changed, added, puts } = changePart(RECORD.group, group, cuts);
  return {
    ...{ part: group, changed, puts, within, segments: pieces[0] ?? before },
    added: added.map((part, i) => ({ ...part, segments: pieces[i + 1], loading: undefined })),
  };
}

/** `part` cut where `cuts` says: itself, and the parts that are added. */
function changePart(
  kind: RecordKind,
  part: Part,
  cuts: readonly { readonly start: string; readonly digest: IndexDigest }[],
) {
  const puts = cuts.map(({ start, digest }) => makeRecord(kind, start, digest));
  const parts = puts.map(({ start, record }, i): Part => ({ start, end: cuts[i + 1]?.start ?? part.end, record }));
  const [changed = part, ...added] = parts;
  return { changed, added, puts };
}

/** What the changes come to for the digest of the next level. */
function replacements(changes: readonly PartChange<Part>[]): Replacement[] {
  const all: Replacement[] = [];
  for (const { part, changed, added } of changes) {
    all.push({ before: part.record.checksum, after: changed.record.checksum });
    for (const { record } of added) all.push({ before: undefined, after: record.checksum });
  }
  return all;
}

function applyChanges(tree: DigestTree, groups: readonly GroupChange[], top: IndexDigest): void {
  for (const { part, changed, added, segments, within } of groups) {
    for (const change of within) applyChange(change.part, change.changed);
    applyChange(part, changed);
    part.segments = segments;
    for (const group of added) for (const segment of group.segments ?? []) segment.group = group;
  }
  tree.top = top;
  if (groups.every(({ added }) => added.length === 0)) return;
  const added = new Map(groups.map((change) => [change.part, change.added]));
  tree.groups = tree.groups.flatMap((group) => [group, ...(added.get(group) ?? [])]);
}

function applyChange(part: Part, { end, record }: Part): void {
  part.end = end;
  part.record = record;
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
