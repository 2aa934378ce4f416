/**
 * A witness's memory in a file: what it cosigned last, replaced durably before each cosignature leaves.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { decodeHex, encodeHex } from '../core/bytes/hex.ts';
import { assertTreeSize } from '../core/bytes/integers.ts';
import { InputError } from '../core/error.ts';
import { NOTHING_SEEN, type WitnessMemory } from './decide.ts';
import { replaceDurably } from './durable-file.ts';
import type { WitnessStore } from './local-witness.ts';

/** @throws InputError `bad-witness-memory` from `load` when the file is not what `store` wrote */
export function createFileWitnessStore(path: string): WitnessStore {
  return {
    load: () => load(path),
    store: ({ size, root }) => replaceDurably(path, `${JSON.stringify({ size, root: encodeHex(root) })}\n`),
  };
}

async function load(path: string): Promise<WitnessMemory> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return NOTHING_SEEN;
    throw error;
  }
  try {
    const { size, root } = JSON.parse(text) as { size: number; root: string };
    return { size: assertTreeSize(size), root: decodeHex(root, 32) };
  } catch (cause) {
    throw new InputError('bad-witness-memory', `${path} is damaged; a witness that forgot must not cosign`, { cause });
  }
}
