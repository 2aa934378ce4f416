/**
 * All ports in memory: for tests, simulations and the demonstration. Nothing outlives the process.
 * @module
 */
import type { CheckpointStore, HeadStore, IndexStore, ObjectStore } from '../../log/ports.ts';
import { MemoryCheckpointStore } from './checkpoint-store.ts';
import { MemoryHeadStore } from './head-store.ts';
import { MemoryIndexStore } from './index-store.ts';
import { MemoryObjectStore } from './object-store.ts';

/** The stores of one ledger. */
export interface MemoryStore {
  readonly objects: ObjectStore;
  readonly head: HeadStore;
  readonly checkpoints: CheckpointStore;
  readonly index: IndexStore;
}

/** A new, empty ledger. */
export function createMemoryStore(): MemoryStore {
  return {
    objects: new MemoryObjectStore(),
    head: new MemoryHeadStore(),
    checkpoints: new MemoryCheckpointStore(),
    index: new MemoryIndexStore(),
  };
}
