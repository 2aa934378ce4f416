/**
 * Load from another process, so that its work is not the server's. Both still share the machine's cores.
 * @module
 */
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { encodeBodies } from './load-file.ts';

/** What to post: body numbers `[start, end)` of `file`, a connection a lane, the next when the answer has come. */
export interface LoadOrder {
  readonly url: string;
  readonly file: string;
  readonly lanes: readonly { readonly start: number; readonly end: number }[];
  /** Status of each answer; with `items`, each item of it must have been recorded. */
  readonly expect: { readonly status: number; readonly items: boolean };
}

export interface LoadReport {
  readonly seconds: number;
  /** Of each request, from its first byte to the last of the answer, milliseconds. */
  readonly latencies: readonly number[];
}

export interface Load extends Disposable {
  run(order: LoadOrder): Promise<LoadReport>;
}

/** Starts the process; scripts/bench.mjs has put it beside this one. */
export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL('load.mjs', import.meta.url)), { execArgv: [] });
  const run = (order: LoadOrder): Promise<LoadReport> =>
    new Promise((resolve, reject) => {
      child.once('message', (report: LoadReport | { readonly error: string }) => {
        if ('error' in report) reject(new Error(report.error));
        else resolve(report);
      });
      child.send(order);
    });
  return { run, [Symbol.dispose]: () => child.kill() };
}

/** Writes request bodies for a {@link LoadOrder}. */
export async function writeBodies(file: string, bodies: readonly Buffer[]): Promise<string> {
  await writeFile(file, encodeBodies(bodies));
  return file;
}
