/**
 * A store of account tree preimages in memory, as a driver keeps them.
 * @module
 */

import type { AccountPath } from '../../src/core/account/path.ts';
import { walkAccount } from '../../src/core/account/prove.ts';
import type { StoredNode } from '../../src/core/account/subtree.ts';
import { encodeHex } from '../../src/core/bytes/hex.ts';

export class NodeStore {
  readonly #bytesByHash = new Map<string, Uint8Array>();

  put(nodes: readonly StoredNode[]): void {
    for (const { hash, bytes } of nodes) this.#bytesByHash.set(encodeHex(hash), bytes);
  }

  get(hash: Uint8Array): Uint8Array {
    const bytes = this.#bytesByHash.get(encodeHex(hash));
    if (bytes === undefined) throw new Error(`store: no preimage of ${encodeHex(hash)}`);
    return bytes;
  }

  /** The path of the account with `key` in the tree with `root`. */
  prove(root: Uint8Array, key: Uint8Array): AccountPath {
    const walk = walkAccount(root, key);
    let step = walk.next();
    while (step.done !== true) step = walk.next(this.get(step.value));
    return step.value;
  }
}
