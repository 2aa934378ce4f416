/**
 * `ledgerline/storage/memory.js`: every port in memory, for tests and experiments.
 * @module
 */
export { createMemoryStore, type MemoryStore } from '../../storage/memory/memory-store.ts';
