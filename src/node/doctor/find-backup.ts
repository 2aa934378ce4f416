/**
 * Which backup a path means: itself, or the newest one below it. Read is what a backup says of itself; its files are not
 * hashed, which is the part of `restore --verify`.
 * @module
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../core/error.ts';
import { parseInstant } from '../../core/statement/instant.ts';
import { BACKUP_FILE, MAX_BACKUP_JSON_BYTES, MAX_SUMS_BYTES, parseBackup, SUMS_FILE } from '../backup/manifest.ts';
import { readBoundedFile } from '../bounded-file.ts';

export interface FoundBackup {
  readonly path: string;
  /** Of the newest below the path that was named. */
  readonly name?: string;
  /** Of a backup by `ledgerline backup`; a plain copy of the folder has none. */
  readonly manifest?: Manifest;
  /** Why it is none, though it has a manifest. */
  readonly damage?: string;
  /** Names of others whose manifest cannot be read. */
  readonly unreadable: readonly string[];
}

interface Manifest {
  /** Unix milliseconds. */
  readonly takenMs: number;
  /** Size of the newest checkpoint in it. */
  readonly published: number;
  /** SHA-256 of its list of files, hex. */
  readonly sums: string;
}

/** What `backup` leaves when it is interrupted. */
const UNFINISHED = /\.unfinished$/;
/** Daily ones of ten years. */
const MOST_BACKUPS = 4096;

/** Finds it. A path with neither a manifest nor backups below it is a plain copy, or nothing. Rejects where it is no folder. */
export async function findBackup(path: string): Promise<FoundBackup> {
  if (await hasManifest(path)) return { path, ...(await judgeManifest(path)), unreadable: [] };
  const folders = (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const found: { readonly name: string; readonly takenMs: number }[] = [];
  const unreadable: string[] = [];
  for (const { name } of folders.slice(0, MOST_BACKUPS)) {
    if (UNFINISHED.test(name) || !(await hasManifest(join(path, name)))) continue;
    const manifest = await orWhy(readManifest(join(path, name)));
    if (typeof manifest === 'string') unreadable.push(name);
    else found.push({ name, takenMs: manifest.takenMs });
  }
  const newest = found.toSorted((a, b) => b.takenMs - a.takenMs)[0]?.name ?? unreadable[0];
  if (newest === undefined) return { path, unreadable };
  const chosen = join(path, newest);
  return { path: chosen, name: newest, ...(await judgeManifest(chosen)), unreadable };
}

async function hasManifest(folder: string): Promise<boolean> {
  return (await readdir(folder)).includes(BACKUP_FILE);
}

async function judgeManifest(folder: string): Promise<Pick<FoundBackup, 'manifest' | 'damage'>> {
  const manifest = await orWhy(readManifest(folder));
  if (typeof manifest === 'string') return { damage: manifest };
  const sums = await orWhy(readBoundedFile(join(folder, SUMS_FILE), MAX_SUMS_BYTES));
  if (typeof sums === 'string') return { manifest, damage: sums };
  const isNamed = createHash('sha256').update(sums).digest('hex') === manifest.sums;
  return isNamed ? { manifest } : { manifest, damage: `${SUMS_FILE} is not the one that ${BACKUP_FILE} names` };
}

async function readManifest(folder: string): Promise<Manifest> {
  const { takenAt, published, sums } = parseBackup(
    await readBoundedFile(join(folder, BACKUP_FILE), MAX_BACKUP_JSON_BYTES),
  );
  return { takenMs: parseInstant(takenAt, 'takenAt'), published, sums };
}

/** The result, or in words why there is none. */
async function orWhy<T>(result: Promise<T>): Promise<T | string> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
