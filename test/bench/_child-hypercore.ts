/**
 * Hypercore in a process of its own, so that its system calls can be counted alone: appends blocks to a core in a folder, and
 * prints how many a second went. `peers.bench.ts` starts it, under strace where that is there.
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { rateOf } from './benchmark.ts';
import { requirePeer } from './peer.ts';

/** What of hypercore 11 is used here. */
interface Hypercore {
  readonly length: number;
  ready(): Promise<void>;
  append(blocks: Buffer | readonly Buffer[]): Promise<unknown>;
  close(): Promise<void>;
  readonly state: { readonly storage: { readonly store: { readonly path: string; readonly rocks: RocksDb } } };
}

interface RocksDb {
  /** The write-ahead log in use; `path` is its name behind a slash. */
  currentWalFile(): Promise<{ readonly path: string }>;
}

const [folder = '', batchText = '', batchesText = '', blockBytesText = '', durable = ''] = process.argv.slice(2);
const [batchSize, batches, blockBytes] = [Number(batchText), Number(batchesText), Number(blockBytesText)];

let wal: { readonly name: string; readonly file: FileHandle } | undefined;

const Core = requirePeer('hypercore') as new (folder: string) => Hypercore;
const core = new Core(folder);
await core.ready();
await append(Math.ceil(batches / 10)); // nothing is compiled yet
const before = core.length;
const rate = await rateOf(batchSize * batches, () => append(batches));
if (core.length !== before + batchSize * batches) throw new Error('hypercore has another length');
await core.close();
await wal?.file.close();
process.stdout.write(`${rate}\n`);

async function append(count: number): Promise<void> {
  for (let batch = 0; batch < count; batch++) {
    const blocks = Array.from({ length: batchSize }, () => Buffer.alloc(blockBytes, 'x'));
    await core.append(batchSize === 1 ? (blocks[0] ?? []) : blocks);
    if (durable === 'synced') await syncWriteAheadLog();
  }
}

/** What RocksDB does for a write with `sync`, which hypercore does not ask for. The file is opened once. */
async function syncWriteAheadLog(): Promise<void> {
  const { path, rocks } = core.state.storage.store;
  const name = join(path, 'db', (await rocks.currentWalFile()).path);
  if (wal?.name !== name) {
    await wal?.file.close();
    wal = { name, file: await open(name, 'r+') };
  }
  await wal.file.datasync();
}
