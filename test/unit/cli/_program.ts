/**
 * The programme in this process, with streams that are caught and a world in which nothing can be opened.
 * @module
 */
import { createOutput } from '../../../src/cli/output.ts';
import { runProgram } from '../../../src/cli/program.ts';

export interface Printed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ledgerline …words` with these variables and no others. */
export async function runHere(words: readonly string[], env: Record<string, string> = {}): Promise<Printed> {
  const printed = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof printed) => ({
    write: (text: string) => {
      printed[name] += text;
    },
  });
  const output = createOutput(words, { env, stdout: stream('stdout'), stderr: stream('stderr') });
  const world = {
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    env,
    prepare: async () => {},
    openCopy: () => Promise.reject(new Error('no copies here')),
    openStores: () => Promise.reject(new Error('no store in this world')),
    lockFolder: () => Promise.reject(new Error('no folder here')),
    untilStopped: () => Promise.resolve(),
  };
  const code = await runProgram(words, output, world, '1.2.3');
  return { code, ...printed };
}
