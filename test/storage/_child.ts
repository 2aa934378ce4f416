/**
 * Runs a TypeScript module of `test/storage` in a process of its own: for locks between processes, and for LevelDB, which
 * may abort the process that reads a damaged file. Node 20 runs no TypeScript, so esbuild bundles the module first.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** A bundled module. */
export interface ChildProgram extends AsyncDisposable {
  /** Starts it; `lines` are those of its standard output. */
  start(...args: readonly string[]): { readonly process: ChildProcess; readonly lines: AsyncIterable<string> };
}

/** Bundles `name`, a file of this folder. */
export async function bundleChild(name: string): Promise<ChildProgram> {
  // Inside the repository, so that the bundle finds the packages it leaves out.
  const cache = join(REPOSITORY, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'ledgerline-test-'));
  const outfile = join(folder, 'child.mjs');
  const entry = fileURLToPath(new URL(name, import.meta.url));
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node20',
  });
  return {
    start(...args) {
      const process = spawn(globalThis.process.execPath, [outfile, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
      return { process, lines: createInterface({ input: process.stdout }) };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
