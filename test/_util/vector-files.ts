/**
 * Vector files: committed so that others can use them, and recomputed by a test so that they cannot drift. Run the test
 * with LEDGERLINE_WRITE_VECTORS=1 to write them anew; a changed file is a changed format and belongs in the changelog.
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const VECTORS = fileURLToPath(new URL('../vectors/', import.meta.url));
const isWriting = process.env['LEDGERLINE_WRITE_VECTORS'] === '1';

/** A vector of something that must be refused. The file's name says the mutation. */
export interface NegativeVector {
  readonly desc: string;
  /** The code of the refusal. */
  readonly code: string;
}

/** Writes the file anew where that is asked for. For tests that read it while they are being collected. */
export function refreshVectorFile(path: string, computed: unknown): void {
  if (!isWriting) return;
  mkdirSync(dirname(join(VECTORS, path)), { recursive: true });
  writeFileSync(join(VECTORS, path), textOf(computed));
}

/** Requires that the file holds exactly what was computed. */
export function expectVectorFile(path: string, computed: unknown): void {
  refreshVectorFile(path, computed);
  expect(readFileSync(join(VECTORS, path), 'utf8')).toBe(textOf(computed));
}

/** Requires that the folder holds exactly one file for each computed vector. */
export function expectVectorFolder(folder: string, computed: Readonly<Record<string, unknown>>): void {
  if (isWriting) rmSync(join(VECTORS, folder), { recursive: true, force: true });
  for (const [name, vector] of Object.entries(computed)) expectVectorFile(`${folder}/${name}.json`, vector);
  expect(vectorNames(folder)).toEqual(Object.keys(computed).sort());
}

/** Names of the vectors of a folder, sorted. */
export function vectorNames(folder: string): string[] {
  return readdirSync(join(VECTORS, folder))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

export function readVectorFile<T>(path: string): T {
  return JSON.parse(readFileSync(join(VECTORS, path), 'utf8')) as T;
}

/** What of a folder's vectors `parse` gets wrong, all together: an empty list when every one is refused with its code. */
export function wronglyJudged<V extends NegativeVector>(folder: string, parse: (vector: V) => unknown): string[] {
  return vectorNames(folder).flatMap((name) => {
    const vector = readVectorFile<V>(`${folder}/${name}.json`);
    const got = judge(() => parse(vector));
    return got === vector.code ? [] : [`${name}: got ${got}, want ${vector.code}`];
  });
}

function textOf(computed: unknown): string {
  return `${JSON.stringify(computed, null, 2)}\n`;
}

function judge(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof Error && error.name === 'InputError') return String(Reflect.get(error, 'code'));
    throw error;
  }
  return 'accepted';
}
