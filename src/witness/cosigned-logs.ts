/**
 * Which logs a key has cosigned, in a file beside the key, so that a memory that is gone is not taken for one that never was:
 *
 *     file = *( hex sha256(origin) " " origin "\n" )
 *
 * It is replaced as a whole, after the first memory of a log and before the first cosignature leaves. Who carries the key elsewhere
 * carries it along.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { InputError } from '../core/error.ts';
import { replaceDurably } from './durable-file.ts';
import { hashOrigin } from './origin-hash.ts';

/** Calls may overlap. */
export interface CosignedLogs {
  /** True where the key has cosigned a checkpoint of the log, and nobody has begun anew since. @throws InputError `bad-witness-memory` */
  has(origin: string): Promise<boolean>;
  /** Durable when it returns. @throws InputError `bad-witness-memory` */
  add(origin: string): Promise<void>;
  /** As if nothing had been cosigned. Durable when it returns. @throws InputError `bad-witness-memory` */
  remove(origin: string): Promise<void>;
}

/** The file of a key: what `path` names, the key's own path with `.cosigned`. It is read once. */
export function createCosignedLogs(path: string): CosignedLogs {
  let known: Promise<Set<string>> | undefined;
  const load = (): Promise<Set<string>> => {
    known ??= readOrigins(path);
    return known;
  };
  let writing: Promise<void> = Promise.resolve();
  /** One change after the other: they share a temporary file. What could not be written is not known either. */
  const change = (edit: (origins: Set<string>) => void): Promise<void> => {
    const done = writing.then(async () => {
      const origins = new Set(await load());
      edit(origins);
      await replaceDurably(path, format(origins));
      known = Promise.resolve(origins);
    });
    writing = done.catch(() => {});
    return done;
  };
  return {
    has: async (origin) => (await load()).has(origin),
    add: async (origin) => {
      if (!(await load()).has(origin)) await change((origins) => origins.add(origin));
    },
    remove: (origin) => change((origins) => origins.delete(origin)),
  };
}

function format(origins: ReadonlySet<string>): string {
  return [...origins].map((origin) => `${hashOrigin(origin)} ${origin}\n`).join('');
}

async function readOrigins(path: string): Promise<Set<string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set();
    throw error;
  }
  const origins = new Set(
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => line.slice(65)),
  );
  if (format(origins) === text) return origins;
  throw new InputError('bad-witness-memory', `${path} is damaged; which logs were cosigned cannot be told`);
}
