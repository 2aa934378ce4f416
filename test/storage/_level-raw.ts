/**
 * A LevelDB index of several segments, its database behind the driver's back, and a slow count of what its digests should say.
 * @module
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Level } from 'level';
import { expect } from 'vitest';
import type { IndexValue } from '../../src/log/ports.ts';
import { encodeValue } from '../../src/storage/level/index-value.ts';
import { openLevelIndex } from '../../src/storage/level/level-index.ts';
import { temporaryFolder } from './_folder.ts';

export const COUNT = 4000;

export type Raw = Level<Uint8Array, Uint8Array>;

export const keyOf = (n: number): string => `k/${String(n).padStart(6, '0')}`;
export const bytesOf = (key: string): Uint8Array => Uint8Array.from(Buffer.from(key));
export const keys = Array.from({ length: COUNT }, (_, n) => keyOf(n));

/** Writes the keys in two sessions, so that segments are cut on the way and digests of yesterday are at hand. */
export async function writeKeys(path: string): Promise<void> {
  for (const half of [0, 1]) {
    await using index = await openLevelIndex(path);
    const own = keys.filter((_, n) => n % 2 === half);
    for (let at = 0; at < own.length; at += 500) {
      await index.write(own.slice(at, at + 500).map((key) => ({ key, value: key, isNew: half === 0 })));
    }
  }
}

export async function copyOf(path: string) {
  const copy = await temporaryFolder();
  await cp(path, copy.path, { recursive: true });
  return copy;
}

/** Changes the database behind the driver's back. */
export async function changing(path: string, change: (raw: Raw) => Promise<void>): Promise<void> {
  const raw: Raw = new Level(join(path, 'database'), { keyEncoding: 'view', valueEncoding: 'view' });
  await change(raw);
  await raw.close();
}

/** The records of segments, with where they begin. */
export async function recordsOf(raw: Raw): Promise<{ key: Uint8Array; start: string; stored: Uint8Array }[]> {
  const found = await raw.iterator({ gte: Uint8Array.of(0xff, 1), lt: Uint8Array.of(0xff, 2) }).all();
  return found.map(([key, stored]) => ({ key, stored, start: Buffer.from(key.subarray(2)).toString() }));
}

/** Counts again what every record says, and requires that segments are small. */
export async function expectDigests(raw: Raw, model: ReadonlyMap<string, IndexValue>): Promise<void> {
  if (model.size === 0) return;
  const entries = Array.from(model, ([key, value]) => ({ key: bytesOf(key), stored: encodeValue(key, value) }));
  const segments = await recordsOf(raw);
  const top = await raw.get(Uint8Array.of(0xff, 0));
  const plain = segments.map(({ start, stored }) => ({ key: bytesOf(start), stored }));
  expectSegments(segments, entries);
  expect(bodyOf(top ?? Uint8Array.of())).toEqual(countOf(plain));
}

interface Entry {
  readonly key: Uint8Array;
  readonly stored: Uint8Array;
}

function expectSegments(parts: readonly { start: string; stored: Uint8Array }[], entries: readonly Entry[]): void {
  expect(parts[0]?.start).toBe('');
  const sorted = [...entries].sort((a, b) => Buffer.compare(a.key, b.key));
  let at = 0;
  for (const [i, { stored }] of parts.entries()) {
    const next = parts[i + 1]?.start;
    const own: Entry[] = [];
    for (let entry = sorted[at]; entry !== undefined; entry = sorted[++at]) {
      if (next !== undefined && Buffer.compare(entry.key, bytesOf(next)) >= 0) break;
      own.push(entry);
    }
    expect(bodyOf(stored)).toEqual(countOf(own));
    expect(own.length).toBeLessThanOrEqual(1024);
  }
  expect(at).toBe(sorted.length);
}

function bodyOf(stored: Uint8Array) {
  const view = Buffer.from(stored);
  return { count: Number(view.readBigUInt64BE(0)), sum: view.readBigUInt64BE(8) };
}

function countOf(entries: readonly Entry[]) {
  const sum = entries.reduce((all, { stored }) => all + Buffer.from(stored.subarray(-8)).readBigUInt64BE(0), 0n);
  return { count: entries.length, sum: BigInt.asUintN(64, sum) };
}
