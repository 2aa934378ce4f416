/**
 * What a ledger does to its folder, in small, and what must be true of the folder afterwards, whenever it was interrupted.
 * @module
 */
import { expect } from 'vitest';
import { equalBytes } from '../../src/core/bytes/bytes.ts';
import type { CheckpointStore, HeadStore, ObjectStore, ObjectToPut } from '../../src/log/ports.ts';
import { sampleNote } from './contract/checkpoint-store.ts';
import { collect, sampleBytes } from './contract/subject.ts';

/** The ports of one ledger. */
export interface LedgerStores {
  readonly objects: ObjectStore;
  readonly head: HeadStore;
  readonly checkpoints: CheckpointStore;
}

/** What the caller of the store knows: of each thing, what it was promised and what it last asked for. */
export interface Knowledge {
  /** By path: the bytes that every `put` used. */
  readonly everPut: Map<string, Uint8Array>;
  /** Paths whose `put` returned, and whose removal was not asked for. */
  readonly stored: Set<string>;
  head: { readonly acknowledged: Uint8Array | undefined; readonly asked: Uint8Array | undefined };
  notes: { acknowledged: number; asked: number };
}

export function knowNothing(noteCount: number): Knowledge {
  return {
    everPut: new Map(),
    stored: new Set(),
    head: { acknowledged: undefined, asked: undefined },
    notes: { acknowledged: noteCount, asked: noteCount },
  };
}

/** Two batches: stage, commit, write tiles, publish, clean up. */
export async function runWorkload(store: LedgerStores, known: Knowledge): Promise<void> {
  for (const batch of [1, 2]) {
    await put(store, known, [object(`staging/${batch}-ab`, batch)]);
    await swapHead(store, known, sampleBytes(batch));
    await put(store, known, [
      object(`tile/0/000.p/${batch}`, batch),
      object(`tile/entries/000.p/${batch}`, batch + 10),
    ]);
    await publish(store, known);
    await remove(store, known, [`staging/${batch}-ab`]);
    if (batch > 1) await remove(store, known, [`tile/0/000.p/${batch - 1}`, `tile/entries/000.p/${batch - 1}`]);
  }
}

/** Checks a store that was just opened against what its caller knows, and that it can be written to. */
export async function expectConsistent(store: LedgerStores, known: Knowledge): Promise<void> {
  const paths = [...(await collect(store.objects.list('tile/'))), ...(await collect(store.objects.list('staging/')))];
  for (const path of paths) expect(await store.objects.get(path), path).toEqual(known.everPut.get(path));
  for (const path of known.stored) expect(paths).toContain(path);

  const head = (await store.head.read())?.bytes;
  expect(
    [known.head.acknowledged, known.head.asked].some((bytes) => isSame(bytes, head)),
    'head',
  ).toBe(true);

  const count = await store.checkpoints.count();
  expect(count).toBeGreaterThanOrEqual(known.notes.acknowledged);
  expect(count).toBeLessThanOrEqual(known.notes.asked);
  const published = (ordinal: number) => (ordinal < 0 ? undefined : sampleNote(ordinal));
  const latest = await store.checkpoints.latest();
  expect([undefined, published(count - 1), published(count - 2)].some((note) => isSame(note, latest))).toBe(true);
  await store.checkpoints.repairLatest();
  expect(await store.checkpoints.latest()).toEqual(published(count - 1));
  for (const i of [0, count - 3, count - 2, count - 1].filter((i) => i >= 0 && i < count)) {
    expect(await store.checkpoints.read(i), `note ${i}`).toEqual(sampleNote(i));
  }
}

/** What the folder says now, to compare with what it says later. */
export async function summarize(store: LedgerStores) {
  return { head: (await store.head.read())?.version, count: await store.checkpoints.count() };
}

async function put(store: LedgerStores, known: Knowledge, objects: readonly ObjectToPut[]): Promise<void> {
  for (const { path, bytes } of objects) known.everPut.set(path, bytes);
  await store.objects.put(objects);
  for (const { path } of objects) known.stored.add(path);
}

async function remove(store: LedgerStores, known: Knowledge, paths: readonly string[]): Promise<void> {
  for (const path of paths) known.stored.delete(path);
  await store.objects.remove(paths);
}

async function swapHead(store: LedgerStores, known: Knowledge, bytes: Uint8Array): Promise<void> {
  const current = await store.head.read();
  known.head = { acknowledged: known.head.acknowledged, asked: bytes };
  await store.head.compareAndSwap(current?.version, bytes);
  known.head = { acknowledged: bytes, asked: bytes };
}

async function publish(store: LedgerStores, known: Knowledge): Promise<void> {
  const ordinal = await store.checkpoints.count();
  known.notes.asked = ordinal + 1;
  await store.checkpoints.append(ordinal, sampleNote(ordinal));
  known.notes.acknowledged = ordinal + 1;
}

function object(path: string, seed: number): ObjectToPut {
  return { path, bytes: sampleBytes(seed) };
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}
