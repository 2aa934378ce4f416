#!/usr/bin/env node
/**
 * The command `ledgerline`: the composition root, the only place that names concrete drivers, clocks and streams.
 * @module
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../core/error.ts';
import { systemClock } from '../node/clock.ts';
import { installNodeSha256 } from '../node/crypto/provider.ts';
import { openFilesStore } from '../storage/files/files-store.ts';
import { discardLevelIndex } from '../storage/level/database.ts';
import { type LevelIndex, openLevelIndex } from '../storage/level/level-index.ts';
import type { OpenStores, World } from './command.ts';
import { runProgram } from './program.ts';

const world: World = {
  clock: systemClock,
  env: process.env,
  openStores,
  untilStopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    }),
};

async function openStores(folder: string, options: { readonly create: boolean }): Promise<OpenStores> {
  const files = await openFilesStore(folder, options);
  try {
    const index = await openIndex(join(folder, 'index'));
    const close = async (): Promise<void> => {
      await index.close();
      await files.close();
    };
    return { objects: files.objects, heads: files.head, checkpoints: files.checkpoints, index, close };
  } catch (error) {
    await files.close();
    throw error;
  }
}

/** A damaged index is thrown away: opening the ledger rebuilds it from the entries (I10). */
async function openIndex(folder: string): Promise<LevelIndex> {
  try {
    return await openLevelIndex(folder);
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'index-corrupt') throw error;
    await discardLevelIndex(folder);
    return openLevelIndex(folder);
  }
}

installNodeSha256();
const packageFile = fileURLToPath(new URL('../../package.json', import.meta.url));
process.exitCode = await runProgram(
  process.argv.slice(2),
  { stdout: process.stdout, stderr: process.stderr },
  world,
  packageFile,
);
