/**
 * Runs hypercore in a process of its own, under strace where that is there, to count what it makes durable.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './folder.ts';

export interface HypercoreRun {
  readonly batchSize: number;
  readonly batches: number;
  readonly blockBytes: number;
  /** Whether its write-ahead log is fsynced after each append. By itself hypercore does not do that. */
  readonly synced: boolean;
}

const CHILD = fileURLToPath(new URL('hypercore.mjs', import.meta.url));

/** Blocks a second. */
export async function hypercoreRate(run: HypercoreRun): Promise<number> {
  await using folder = await temporaryFolder();
  return Number(runChild(process.execPath, argumentsFor(run, folder.path)));
}

/** Calls of fsync and fdatasync in a whole run, opening and closing included; undefined without strace. */
export async function countHypercoreSyncs(run: HypercoreRun): Promise<number | undefined> {
  if (spawnSync('strace', ['-V']).status !== 0) return undefined;
  await using folder = await temporaryFolder();
  const report = join(folder.path, 'strace');
  const options = ['-f', '-qq', '-e', 'trace=fsync,fdatasync', '-o', report];
  runChild('strace', [...options, process.execPath, ...argumentsFor(run, folder.path)]);
  const text = existsSync(report) ? readFileSync(report, 'utf8') : '';
  return text.split('\n').filter((line) => /f(?:data)?sync\(/.test(line)).length;
}

function argumentsFor({ batchSize, batches, blockBytes, synced }: HypercoreRun, folder: string): string[] {
  const numbers = [batchSize, batches, blockBytes].map(String);
  return [CHILD, join(folder, 'core'), ...numbers, synced ? 'synced' : 'plain'];
}

function runChild(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout;
}
