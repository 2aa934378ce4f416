#!/usr/bin/env node
/**
 * The command `ledgerline`: the composition root, the only place that names concrete drivers, clocks and streams. What only
 * some commands need is imported when they ask for it.
 * @module
 */
import { join } from 'node:path';
import { InputError } from '../core/error.ts';
import type { IndexStore } from '../log/ports.ts';
import { systemClock } from '../node/clock.ts';
import type { OpenStores, World } from './command.ts';
import { createOutput } from './output.ts';
import { runProgram } from './program.ts';
import { installedVersion } from './version.ts';

let stopped: Promise<void> | undefined;

const world: World = {
  clock: systemClock,
  env: process.env,
  prepare: async () => {
    const { installNodePrimitives } = await import('../node/crypto/provider.ts');
    installNodePrimitives();
  },
  openStores,
  lockFolder: async (realPath) => (await import('../storage/files/lock.ts')).lockFolder(realPath),
  openCopy: async (folder) => (await import('../storage/files/copy-store.ts')).openCopyStore(folder),
  // Listened to until the end: npm, for one, passes on the Ctrl-C that the terminal has sent already, and the second signal
  // must not cut off the answers that the first one waits for. Ending takes as long as `listen` lets requests take.
  untilStopped: () => {
    stopped ??= new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
    });
    return stopped;
  },
};

async function openStores(folder: string, options: { readonly create: boolean }): Promise<OpenStores> {
  const { openFilesStore } = await import('../storage/files/files-store.ts');
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
async function openIndex(folder: string): Promise<IndexStore & { close(): Promise<void> }> {
  const { openLevelIndex } = await import('../storage/level/level-index.ts');
  try {
    return await openLevelIndex(folder);
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'index-corrupt') throw error;
    const { discardLevelIndex } = await import('../storage/level/database.ts');
    await discardLevelIndex(folder);
    return openLevelIndex(folder);
  }
}

const argv = process.argv.slice(2);
const output = createOutput(argv, process);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) is no error, and the verdict stands in the exit code.
  if (error.code !== 'EPIPE') throw error;
});
process.on('uncaughtException', (error) => process.exit(output.error(error)));
process.exitCode = await runProgram(argv, output, world, await installedVersion());
