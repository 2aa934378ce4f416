/**
 * A monitor's copy of the leaf hashes of the log. With it a second history is proven that is smaller than what was seen before, when the
 * ledger shows the larger tree no more and another process saw it:
 *
 *     leaves = *( leaf hash )        32 bytes each, in the order of the log
 *
 * Pages are written again as they come again at each start, so damage heals. Nothing rests on the file: it counts as far as it leads to the
 * root of a checkpoint that the log signed, and is not fsynced.
 * @module
 */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { concatBytes, equalBytes } from '../../core/bytes/bytes.ts';
import { HASH_BYTES } from '../../core/merkle/hash.ts';
import type { Checkpoint } from '../../core/note/checkpoint.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { parseTilePath } from '../../core/tile/path.ts';
import { HashTree, splitTile } from '../../verify/audit/hash-tree.ts';
import type { StaticFiles } from '../../verify/evidence-file/assemble.ts';
import type { EntryPage } from '../../verify/follow/tree-files.ts';

const TILE_BYTES = FULL_WIDTH * HASH_BYTES;

/** Calls must not overlap. */
export class LeafCopy {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Takes in a proven page, or one that has grown, or one that comes again. */
  async put({ index, leafHashes }: Pick<EntryPage, 'index' | 'leafHashes'>): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const file = await open(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      const bytes = concatBytes(...leafHashes);
      await file.write(bytes, 0, bytes.length, index * TILE_BYTES);
    } finally {
      await file.close();
    }
  }

  /** The hash tiles of the tree of a checkpoint; undefined where the copy does not lead to its root. Costs a hash for each of its leaves. */
  async tree({ size, root }: Pick<Checkpoint, 'size' | 'root'>): Promise<StaticFiles | undefined> {
    const tree = await this.#reading((file) => readTree(file, size));
    if (tree === undefined || !equalBytes(tree.root(), root)) return undefined;
    return {
      read: async (path) => {
        const { kind, tile } = parseTilePath(path);
        if (kind === 'entries') return undefined;
        const start = tile.index * TILE_BYTES;
        return tree.tile(tile) ?? this.#reading((file) => readExactly(file, start, tile.width * HASH_BYTES));
      },
    };
  }

  /** What `read` makes of the file; undefined where there is none. */
  async #reading<T>(read: (file: FileHandle) => Promise<T | undefined>): Promise<T | undefined> {
    const file = await open(this.#path, 'r').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    try {
      return file && (await read(file));
    } finally {
      await file?.close();
    }
  }
}

/** The tree over the first `size` leaves; undefined where there are fewer. */
async function readTree(file: FileHandle, size: number): Promise<HashTree | undefined> {
  const tree = new HashTree();
  while (tree.size < size) {
    const count = Math.min(FULL_WIDTH, size - tree.size);
    const bytes = await readExactly(file, tree.size * HASH_BYTES, count * HASH_BYTES);
    if (bytes === undefined) return undefined;
    for (const hash of splitTile(bytes)) tree.append(hash);
  }
  return tree;
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  return bytesRead === length ? bytes : undefined;
}
