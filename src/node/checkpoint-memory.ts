/**
 * The client's memory of checkpoints in files: one note a ledger, under the user's state folder; beside it the notes that
 * contradicted it.
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CheckpointMemory } from '../client/checkpoint-memory.ts';
import { replaceFile } from './durable-file.ts';

/** Contradicting notes that are kept of a ledger. Two make the case; each is signed with the ledger's own key. */
const MAX_CONTRADICTIONS = 16;

/** A memory in `folder`, which is made when first needed. */
export function createFileMemory(folder: string): CheckpointMemory {
  const pathOf = (origin: string): string => join(folder, `${hexOf(origin)}.checkpoint`);
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
      await replaceFile(pathOf(origin), note);
    },
    keepContradiction: async (origin, note) => {
      const remembered = pathOf(origin);
      const path = join(folder, `${hexOf(origin)}.${hexOf(note).slice(0, 12)}.contradiction`);
      const known = (await readdir(folder)).filter(
        (name) => name.startsWith(hexOf(origin)) && name.endsWith('.contradiction'),
      );
      if (!known.includes(basename(path)) && known.length >= MAX_CONTRADICTIONS) return undefined;
      await replaceFile(path, note);
      return { remembered, contradicting: path };
    },
  };
}

function hexOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
