/**
 * A tree that is written in large steps, such as a copy: the full tiles and bundles as they fill up, the partial ones where it
 * stops. An engine, which stops after each batch, uses `TreeEdge` alone.
 * @module
 */
import { FULL_WIDTH } from '../core/tile/coordinates.ts';
import { encodeEntries } from '../core/tile/entry-bundle.ts';
import { parseTilePath } from '../core/tile/path.ts';
import type { ObjectPath, ObjectToPut } from './ports.ts';
import { partialPaths, TreeEdge } from './tree-edge.ts';

/** A record with its leaf hash. */
export interface Leaf {
  readonly bytes: Uint8Array;
  readonly leafHash: Uint8Array;
}

export class TreeGrowth {
  #edge: TreeEdge;

  constructor(edge: TreeEdge = TreeEdge.empty()) {
    this.#edge = edge;
  }

  get edge(): TreeEdge {
    return this.#edge;
  }

  get size(): number {
    return this.#edge.size;
  }

  /** Adds leaves. Returns the full tiles and bundles that they complete. */
  append(leaves: readonly Leaf[]): ObjectToPut[] {
    const { edge, objects } = this.#edge.append(leaves);
    this.#edge = edge;
    return objects.filter(({ path }) => parseTilePath(path).tile.width === FULL_WIDTH);
  }

  /** The partial tiles, and the partial bundle, of the size reached. */
  partials(): ObjectToPut[] {
    return partialPaths(this.size).map((path) => ({ path, bytes: this.#partial(path) }));
  }

  #partial(path: ObjectPath): Uint8Array {
    const { kind, tile } = parseTilePath(path);
    if (kind === 'entries') return encodeEntries(this.#edge.entries(tile.index) ?? []);
    return this.#edge.tile(tile.level, tile.index) ?? new Uint8Array();
  }
}
