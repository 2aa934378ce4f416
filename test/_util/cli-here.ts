/**
 * The programme in this process, over the real drivers: what a command does is the same, and starting a process for it, which takes
 * longer than most commands, is left to one test of each command. In a file that runs in a process of its own, for it
 * changes the folder that the process works in.
 * @module
 */
import { join } from 'node:path';
import { createOutput } from '../../src/cli/output.ts';
import { runProgram } from '../../src/cli/program.ts';
import { systemClock } from '../../src/node/clock.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { openCopyStore } from '../../src/storage/files/copy-store.ts';
import { openFilesStore } from '../../src/storage/files/files-store.ts';
import { lockFolder } from '../../src/storage/files/lock.ts';
import { openLevelIndex } from '../../src/storage/level/level-index.ts';
import type { Finished } from './commands.ts';

/** Runs `ledgerline …words` in the folder, with these variables and no others. */
export async function runHere(
  words: readonly string[],
  { folder, env }: { readonly folder: string; readonly env: Readonly<Record<string, string>> },
): Promise<Finished> {
  if (process.cwd() !== folder) process.chdir(folder);
  process.env['XDG_STATE_HOME'] = env['XDG_STATE_HOME'];
  const printed = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof printed) => ({
    write: (text: string) => {
      printed[name] += text;
    },
  });
  const output = createOutput(words, { env, stdout: stream('stdout'), stderr: stream('stderr') });
  const code = await runProgram(words, output, { ...WORLD, env }, '0.0.0');
  return { code, ...printed };
}

const WORLD = {
  clock: systemClock,
  prepare: async () => installNodePrimitives(),
  openCopy: openCopyStore,
  openStores: async (folder: string, options: { readonly create: boolean }) => {
    const files = await openFilesStore(folder, options);
    const index = await openLevelIndex(join(folder, 'index'));
    const close = async (): Promise<void> => {
      await index.close();
      await files.close();
    };
    return { objects: files.objects, heads: files.head, checkpoints: files.checkpoints, index, close };
  },
  lockFolder,
  untilStopped: () => Promise.reject(new Error('what serves is a process of its own')),
};
