/**
 * A replayed ledger as the explorer reads it: the state of the rules out of the replay, records and checkpoints out of the files.
 * No engine, no lock, no writing: a folder, a copy, an archive, also a damaged one, of which it shows what can be read.
 *
 * The state is that after the last record that could be replayed. A record is handed out only if it has the hash that its tile
 * says, wherever the audit found something wrong with its file.
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import { hashLeaf } from '../core/merkle/hash.ts';
import { type Checkpoint, parseCheckpoint } from '../core/note/checkpoint.ts';
import { parseNote } from '../core/note/note.ts';
import { STATE, type StateKey } from '../core/rules/state.ts';
import { FULL_WIDTH, tileWidth } from '../core/tile/coordinates.ts';
import { formatEntriesPath, formatTilePath } from '../core/tile/path.ts';
import { formatNotesPath, NOTES_PER_FILE, scanNotes } from '../verify/audit/checkpoint-files.ts';
import { splitTile } from '../verify/audit/hash-tree.ts';
import type { LedgerFiles } from '../verify/audit/ledger-files.ts';
import { tryOpenRecord } from '../verify/audit/replay.ts';
import type { ReplayedLedger } from '../verify/audit/replay-ledger.ts';
import type { ExplorerSource, PublishedCheckpoint } from './source.ts';

/** What of a replay is needed: of one that found damage, too. */
export interface ReplayedParts {
  readonly report: Pick<ReplayedLedger['report'], 'size' | 'published' | 'problems' | 'records'>;
  readonly state: ReplayedLedger['state'];
}

/** Files kept in memory: those of the records that a page shows, mostly. */
const KEPT_FILES = 16;

/** @param files the files that were replayed */
export async function createReplayedSource(parts: ReplayedParts, files: LedgerFiles): Promise<ExplorerSource> {
  const { report, state } = parts;
  const kept = keepLast((path: string) => files.read(path), KEPT_FILES);
  const notes = (number: number) =>
    kept(formatNotesPath(number)).then((bytes) => (bytes ? scanNotes(bytes).notes : []));
  const values = [...state.under('' as StateKey), ...(await placesAfter(parts, (i) => readRecord(i, report, kept)))];
  values.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const known = new Map(values);
  const accounts = groupByAccount(values);
  const published = await findPublished(report, notes);
  return {
    origin: state.value(STATE.ledger)?.origin ?? '',
    sizes: { committed: report.size, published: report.published },
    published,
    ...(report.problems.length === 0 ? {} : { damage: report.problems }),
    state: async <T extends Json>(keys: readonly StateKey<T>[]) => keys.map((key) => known.get(key) as T | undefined),
    stateUnder: async (prefix, limit, after) => under(values, prefix, limit, after),
    record: (index) => readRecord(index, report, kept),
    account: async (id, start, end) => {
      const indexes = accounts.get(id) ?? [];
      return { count: indexes.length, indexes: indexes.slice(start, end) };
    },
    publication: async (ordinal) => (await notes(Math.floor(ordinal / NOTES_PER_FILE)))[ordinal % NOTES_PER_FILE],
  };
}

type Values = readonly (readonly [key: string, value: Json])[];
type Read = (path: string) => Promise<Uint8Array | undefined>;

/**
 * Where the statements stand that come after the record with which a replay had to end: links lead to them, though no rule has
 * judged them.
 */
async function placesAfter(
  { report: { records, size } }: ReplayedParts,
  read: (index: number) => Promise<Uint8Array | undefined>,
): Promise<[key: string, value: Json][]> {
  const places: [string, Json][] = [];
  for (let index = records; index < size; index++) {
    const opened = await read(index).then((bytes) => tryOpenRecord(bytes ?? new Uint8Array()), ignoreDamage);
    if (opened instanceof InputError) continue;
    const { kind, author } = opened.statement;
    places.push([STATE.record(opened.digest), { index, kind, account: '', author }]);
  }
  return places;
}

function ignoreDamage(error: unknown): InputError {
  if (error instanceof InputError) return error;
  throw error;
}

/** Which records stand in an account, in their order. */
function groupByAccount(values: Values): ReadonlyMap<string, readonly number[]> {
  const accounts = new Map<string, number[]>();
  for (const [key, value] of values) {
    if (!key.startsWith(STATE.record(''))) continue;
    const { index, account } = value as { readonly index: number; readonly account: string };
    if (account === '') continue;
    const same = accounts.get(account);
    if (same === undefined) accounts.set(account, [index]);
    else same.push(index);
  }
  for (const indexes of accounts.values()) indexes.sort((a, b) => a - b);
  return accounts;
}

function under(values: Values, prefix: string, limit: number, after = ''): { key: string; value: Json }[] {
  let start = 0;
  for (let end = values.length; start < end; ) {
    const middle = (start + end) >> 1;
    const [key] = values[middle] as Values[number];
    if (key < prefix || key <= after) start = middle + 1;
    else end = middle;
  }
  const found = values.slice(start, start + limit).filter(([key]) => key.startsWith(prefix));
  return found.map(([key, value]) => ({ key, value }));
}

/** The last note that names the size that the records bear out. */
async function findPublished(
  { published: size }: ReplayedParts['report'],
  notes: (number: number) => Promise<readonly Uint8Array[]>,
): Promise<PublishedCheckpoint | undefined> {
  let found: PublishedCheckpoint | undefined;
  for (let number = 0; size > 0; number++) {
    const file = await notes(number);
    for (const [i, bytes] of file.entries()) {
      const checkpoint = tryReadNote(bytes);
      if (checkpoint?.size !== size) continue;
      found = { ordinal: number * NOTES_PER_FILE + i, size, root: checkpoint.root, note: decodeUtf8(bytes) };
    }
    if (file.length < NOTES_PER_FILE) return found;
  }
  return undefined;
}

function tryReadNote(bytes: Uint8Array): Checkpoint | undefined {
  try {
    return parseCheckpoint(parseNote(bytes).text);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

async function readRecord(
  index: number,
  { size, problems }: ReplayedParts['report'],
  read: Read,
): Promise<Uint8Array | undefined> {
  if (index >= size) return undefined;
  const bundle = Math.floor(index / FULL_WIDTH);
  const width = tileWidth(0, bundle, size);
  const [path, tilePath] = [formatEntriesPath(bundle, width), formatTilePath({ level: 0, index: bundle, width })];
  const entry = cutEntry((await read(path)) ?? new Uint8Array(), index % FULL_WIDTH);
  const isSuspect = problems.some((problem) => problem.path === path);
  if (entry === undefined) throw damaged(index, path, 'cannot be found in it');
  if (!isSuspect || problems.some((problem) => problem.path === tilePath)) return entry;
  const tile = await read(tilePath);
  const hash = tile && splitTile(tile)[index % FULL_WIDTH];
  if (hash === undefined || !equalBytes(hashLeaf(entry), hash))
    throw damaged(index, path, 'has other bytes than the tree holds');
  return entry;
}

/** Entry number `position` of a bundle, read no further than that: what stands behind a break is lost, what stands before it not. */
function cutEntry(bytes: Uint8Array, position: number): Uint8Array | undefined {
  let offset = 0;
  for (let i = 0; offset + 2 <= bytes.length; i++) {
    const end = offset + 2 + (((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0));
    if (i === position) return end > bytes.length ? undefined : bytes.subarray(offset + 2, end);
    offset = end;
  }
  return undefined;
}

function damaged(index: number, path: string, what: string): InputError {
  return new InputError('integrity', `record ${index} ${what}: ${path}`);
}

/** Remembers the last answers. */
function keepLast<T>(read: (path: string) => Promise<T>, most: number): (path: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (path) => {
    const known = kept.get(path) ?? read(path);
    kept.delete(path);
    kept.set(path, known);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return known;
  };
}
