/**
 * The compact range `[0, size)`: the perfect nodes of a growing tree's right edge, all that appending and the root
 * need. One hash of 32 bytes for every set bit of `size`, the largest subtree first.
 *
 * Example: at size 7 the nodes cover leaves 0-3, 4-5 and 6; leaf 7 merges all three into one node over 0-7.
 * @module
 */
import { assertTreeSize } from '../bytes/integers.ts';
import { InputError, InvariantError } from '../error.ts';
import { HASH_BYTES, hashNode } from './hash.ts';
import { rootOfNodes } from './range.ts';

/** The right edge of an RFC 6962 tree. Mutable: `append` changes it, `clone` keeps a version. */
export class CompactRange {
  #size: number;
  readonly #nodes: Uint8Array[];

  private constructor(size: number, nodes: Uint8Array[]) {
    this.#size = size;
    this.#nodes = nodes;
  }

  /** The edge of the tree without leaves. */
  static empty(): CompactRange {
    return new CompactRange(0, []);
  }

  /**
   * The edge of a tree of `size` leaves, from what `nodes()` gave: the inverse of `size` and `nodes()`.
   * Nothing ties the hashes to a tree until the caller compares `root()` with a root it trusts.
   * @throws InputError `bad-integer` for the size; `bad-compact-range` for the number of hashes or the length of one
   */
  static from(size: number, nodes: readonly Uint8Array[]): CompactRange {
    const expected = setBits(assertTreeSize(size));
    if (nodes.length !== expected || nodes.some((hash) => hash.length !== HASH_BYTES)) {
      throw new InputError('bad-compact-range', `compact range: size ${size} needs ${expected} hashes of 32 bytes`);
    }
    return new CompactRange(size, nodes.slice());
  }

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** The node hashes, the largest subtree first; as many as `size` has set bits. */
  nodes(): Uint8Array[] {
    return this.#nodes.slice();
  }

  /**
   * Adds the leaf number `size`. Costs one hash for every trailing set bit of `size`: fewer than one a leaf in the long
   * run.
   * @throws InputError `bad-compact-range` when `leafHash` is not 32 bytes long; `bad-integer` past 2^53 - 1 leaves
   */
  append(leafHash: Uint8Array): void {
    if (leafHash.length !== HASH_BYTES) {
      throw new InputError('bad-compact-range', `compact range: leaf hash of ${leafHash.length} bytes`);
    }
    const newSize = assertTreeSize(this.#size + 1);
    let hash = leafHash;
    for (let width = this.#size; width % 2 === 1; width = (width - 1) / 2) {
      const left = this.#nodes.pop();
      if (left === undefined) throw new InvariantError(`compact range: too few nodes for size ${this.#size}`);
      hash = hashNode(left, hash);
    }
    this.#nodes.push(hash);
    this.#size = newSize;
  }

  /** The tree's root. Costs one hash less than there are nodes. */
  root(): Uint8Array {
    return rootOfNodes(this.#nodes);
  }

  /** An independent copy. */
  clone(): CompactRange {
    return new CompactRange(this.#size, this.#nodes.slice());
  }
}

/** How many perfect nodes make up a tree of `size` leaves. Arithmetic, for a size may exceed 32 bits. */
function setBits(size: number): number {
  let bits = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}
