/**
 * Start-up, which is always recovery: finish the batch that the head commits to, load the right edge, bring the index up
 * to the head. It costs the right edge and what the index lacks, not the log.
 * @module
 */
import { AccountTree } from '../core/account/trie.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { InputError } from '../core/error.ts';
import { EMPTY_ROOT, hashLeaf } from '../core/merkle/hash.ts';
import { parseRecord } from '../core/record/record.ts';
import { FULL_WIDTH, hashesAtLevel } from '../core/tile/coordinates.ts';
import { decodeEntries } from '../core/tile/entry-bundle.ts';
import { formatEntriesPath, formatTilePath } from '../core/tile/path.ts';
import { BatchState } from './batch-state.ts';
import type { Head } from './head.ts';
import type { LedgerIndex } from './ledger-index.ts';
import type { ObjectStore } from './ports.ts';
import type { TreeReader } from './reader.ts';
import { RecordReplay } from './record-replay.ts';
import { parseStaged, STAGING_FOLDER, stagingPath } from './staging.ts';
import { assertRoot, type EdgeSource, partialPaths, TreeEdge, within } from './tree-edge.ts';

/** Up to this size, reading all of the index takes no longer than the rest of a start. */
const SMALL_LEDGER = FULL_WIDTH;
/** Records replayed into the index at a time. */
const REPLAY_CHUNK = FULL_WIDTH;

/** Applies the committed batch if its tiles may be missing, removes what no commit followed, and loads the edge. */
export async function recoverTree(objects: ObjectStore, head: Head): Promise<TreeEdge> {
  const committed = stagingPath(head);
  const staged = await objects.get(committed);
  if (staged !== undefined) await applyStaged(objects, committed, staged);
  const edge = await TreeEdge.load(head.size, edgeSource(objects));
  assertRoot(edge, head.root, 'start');
  const stale: string[] = [];
  for await (const path of objects.list(STAGING_FOLDER)) stale.push(path);
  await objects.remove(stale);
  return edge;
}

/**
 * Writes the tiles of the committed batch. Those of the size before it are removed only after these are durable: where one
 * is gone, there is nothing left to do, and the staged object has merely outlived its clean-up.
 */
async function applyStaged(objects: ObjectStore, path: string, bytes: Uint8Array): Promise<void> {
  const { oldSize, records } = within(path, 'staging-corrupt', () => parseStaged(bytes));
  const before = await Promise.all(partialPaths(oldSize).map((partial) => objects.get(partial)));
  if (before.includes(undefined)) return;
  const edge = await TreeEdge.load(oldSize, edgeSource(objects));
  await objects.put(edge.append(records.map((record) => ({ bytes: record, leafHash: hashLeaf(record) }))).objects);
}

/** The edge as it is stored. */
export function edgeSource(objects: Pick<ObjectStore, 'get'>): EdgeSource {
  const read = async (path: string): Promise<Uint8Array> => {
    const bytes = await objects.get(path);
    if (bytes === undefined) throw new InputError('integrity', `${path} is missing`);
    return bytes;
  };
  return {
    tile: (level, index, width) => read(formatTilePath({ level, index, width })),
    entries: async (index, width) => {
      const path = formatEntriesPath(index, width);
      const bytes = await read(path);
      return within(path, 'integrity', () => decodeEntries(bytes, width));
    },
  };
}

/**
 * Brings the index up to the head and returns the account tree over all records.
 * @throws InputError `index-corrupt`, `account-log` when the index is damaged, ahead, or of another log: clear it, call again
 */
export async function recoverIndex(
  index: LedgerIndex,
  reader: TreeReader,
  head: Head,
  origin: string,
): Promise<AccountTree> {
  const applied = (await index.applied()) ?? { size: 0, root: EMPTY_ROOT };
  const ours = applied.size <= head.size && equalBytes(applied.root, await reader.root(applied.size));
  if (!ours) throw new InputError('index-corrupt', `the index reaches size ${applied.size} of another history`);
  // The store checks what is read, so that nothing is derived from an index that misses keys. Reading all of a small one is
  // quick, and what is damaged in it is repaired by this very start.
  if (head.size <= SMALL_LEDGER) await index.verify();
  let accounts = AccountTree.restore(origin, await index.accounts());
  if (accounts.totals().count !== applied.size)
    throw new InputError('index-corrupt', 'the accounts of the index do not sum to its size');
  for (let start = applied.size; start < head.size; start += REPLAY_CHUNK) {
    accounts = await replay(index, reader, accounts, start, Math.min(head.size, start + REPLAY_CHUNK));
  }
  if (equalBytes(accounts.root(), head.state)) return accounts;
  throw new InputError('index-corrupt', 'the accounts of the index have another root than the head says');
}

/** Replays records `[start, end)`, already judged when they were admitted, into the index. */
async function replay(
  index: LedgerIndex,
  reader: TreeReader,
  before: AccountTree,
  start: number,
  end: number,
): Promise<AccountTree> {
  const state = new BatchState({ load: (keys) => index.state(keys), rootAt: (size) => reader.root(size) });
  const replaying = new RecordReplay(state, before, start);
  for (let i = start; i < end; i++) await replaying.add(parseRecord(await reader.record(i)));
  const { placed, accounts } = replaying;
  await index.append(placed, state.changes(), accounts, { size: end, root: await reader.root(end) });
  return accounts;
}

/** Partial tiles near the edge that no kept size needs: left behind by a crash. */
export async function staleObjects(objects: ObjectStore, sizes: readonly number[]): Promise<string[]> {
  const kept = new Set(sizes.flatMap(partialPaths));
  const folders = new Set(sizes.flatMap(edgeFolders));
  const stale: string[] = [];
  for (const folder of folders) {
    for await (const path of objects.list(folder)) if (!kept.has(path)) stale.push(path);
  }
  return stale;
}

/** Where partial tiles may stand: at the edge, and one tile before it, which a crash may have left just filled. */
function edgeFolders(size: number): string[] {
  const folders: string[] = [];
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
  for (let level = 0; hashesAtLevel(level, size) > 0; level++) {
    const edge = Math.floor(hashesAtLevel(level, size) / FULL_WIDTH);
    for (const index of [edge - 1, edge].filter((i) => i >= 0)) {
      folders.push(folderOf(formatTilePath({ level, index, width: 1 })));
      if (level === 0) folders.push(folderOf(formatEntriesPath(index, 1)));
    }
  }
  return folders;
}
