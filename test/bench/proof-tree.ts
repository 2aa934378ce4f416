/**
 * A tree of 100,000 leaves as files, and what proofs about it need.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { hashLeaf } from '../../src/core/merkle/hash.ts';
import { TreeReader } from '../../src/log/reader.ts';
import { TreeEdge } from '../../src/log/tree-edge.ts';
import { openFilesStore } from '../../src/storage/files/files-store.ts';
import { temporaryFolder } from './folder.ts';

export const TREE_SIZE = 100_000;
const CHUNK = 4096;

export interface ProofTree extends AsyncDisposable {
  readonly reader: TreeReader;
  readonly leafHashes: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export async function makeProofTree(): Promise<ProofTree> {
  const folder = await temporaryFolder();
  const { objects, close } = await openFilesStore(folder.path, { create: true });
  const leafHashes: Uint8Array[] = [];
  let edge = TreeEdge.empty();
  for (let start = 0; start < TREE_SIZE; start += CHUNK) {
    const records = Array.from({ length: Math.min(CHUNK, TREE_SIZE - start) }, () => randomBytes(8)).map((bytes) => ({
      bytes,
      leafHash: hashLeaf(bytes),
    }));
    leafHashes.push(...records.map(({ leafHash }) => leafHash));
    const grown = edge.append(records);
    await objects.put(grown.objects);
    edge = grown.edge;
  }
  const reader = new TreeReader(objects, () => edge);
  const dispose = async (): Promise<void> => {
    await close();
    await folder[Symbol.asyncDispose]();
  };
  return { reader, leafHashes, root: edge.range().root(), [Symbol.asyncDispose]: dispose };
}

/** `count` leaves spread over the tree, always the same. */
export function someLeaves(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i * 2_654_435_761) % TREE_SIZE);
}

/** The hash of an element that the array must have. */
export function hashAt(hashes: readonly Uint8Array[], index: number): Uint8Array {
  const hash = hashes[index];
  if (hash === undefined) throw new Error(`no hash ${index}`);
  return hash;
}
