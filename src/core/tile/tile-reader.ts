/**
 * Reading perfect nodes from tiles (C2SP tlog-tiles): what connects `merkle/` to any store of tiles.
 *
 * Tiles are taken as they come: only their length is checked. A caller that does not trust the store compares the root,
 * or checks the proof, that comes out.
 * @module
 */
import { InvariantError } from '../error.ts';
import type { NodeReader } from '../merkle/fetch.ts';
import type { TreeNode } from '../merkle/range.ts';
import { hashFromTile, type Tile, tileOfNode } from './coordinates.ts';
import { formatTilePath } from './path.ts';

/**
 * Returns the bytes of `tile` at exactly its width: 32 bytes a hash. Falling back from a partial tile that is gone to
 * the full one, and cutting that to the width, is the part of whoever implements this.
 */
export type TileReader = (tile: Tile) => Promise<Uint8Array>;

/** Which tiles to read, each once, and how to get the hashes of the nodes out of their bytes. */
export interface TilePlan {
  readonly tiles: readonly Tile[];
  /**
   * The hashes of the nodes, from the bytes of `tiles` in their order.
   * @throws InputError `bad-tile` for a wrong length
   */
  readonly combine: (tileBytes: readonly Uint8Array[]) => Uint8Array[];
}

/**
 * Plans reading `nodes` from the tiles of a tree of `size` leaves. The tiles come in the order of their first use.
 * @throws InputError `bad-tree-range` when the tree has no such perfect node
 */
export function planTileReads(nodes: readonly TreeNode[], size: number): TilePlan {
  const tileNumbers = new Map<string, number>();
  const tiles: Tile[] = [];
  const places = nodes.map((node) => {
    const tile = tileOfNode(node, size);
    const path = formatTilePath(tile);
    const tileNumber = tileNumbers.get(path) ?? tiles.push(tile) - 1;
    tileNumbers.set(path, tileNumber);
    return { node, tile, tileNumber };
  });
  const combine = (tileBytes: readonly Uint8Array[]) =>
    places.map(({ node, tile, tileNumber }) => {
      const bytes = tileBytes[tileNumber];
      if (bytes === undefined) throw new InvariantError(`asked for ${tiles.length} tiles, got ${tileBytes.length}`);
      return hashFromTile(tile, bytes, node);
    });
  return { tiles, combine };
}

/**
 * A reader of the perfect nodes of a tree of `size` leaves. Each call asks for the tiles it needs at once, each once; a
 * proof needs at most two tiles a tile level. Rejects with what `readTile` rejects with, and with InputError
 * `bad-tile`.
 */
export function tileNodeReader(size: number, readTile: TileReader): NodeReader {
  return async (nodes) => {
    const plan = planTileReads(nodes, size);
    return plan.combine(await Promise.all(plan.tiles.map(readTile)));
  };
}
