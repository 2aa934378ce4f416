/**
 * The client's memory of checkpoints in files: one note a ledger, under the user's state folder.
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointMemory } from '../client/checkpoint-memory.ts';

/** A memory in `folder`, which is made when first needed. */
export function createFileMemory(folder: string): CheckpointMemory {
  const pathOf = (origin: string): string =>
    join(folder, `${createHash('sha256').update(origin).digest('hex')}.checkpoint`);
  return {
    load: async (origin) => {
      try {
        return await readFile(pathOf(origin), 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    store: async (origin, note) => {
      await mkdir(folder, { recursive: true });
      const temporary = `${pathOf(origin)}.${process.pid}`;
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(note);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, pathOf(origin));
    },
  };
}
