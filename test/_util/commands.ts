/**
 * Commands at a desk: a folder, variables of the environment, and `ledgerline` with any words.
 * @module
 */
import { join } from 'node:path';

/** How a command ended and what it printed. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
}

export abstract class Commands {
  readonly folder: string;
  /** Variables for every command; the surrounding ones stay outside. */
  readonly env: Record<string, string>;

  constructor(folder: string, env: Record<string, string>) {
    this.folder = folder;
    this.env = env;
  }

  /** Runs `ledgerline …words` in the folder. */
  abstract run(words: readonly string[], options?: RunOptions): Promise<Finished>;

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Runs it, and returns what it prints. Throws unless it succeeds. */
  async ok(words: readonly string[], options: RunOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(words, options);
    if (code !== 0) throw new Error(`ledgerline ${words.join(' ')} ended with ${code}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Runs it with `--json`: the exit code, and the one document that is all of stdout. */
  async json<T = Record<string, unknown>>(
    words: readonly string[],
    options: RunOptions = {},
  ): Promise<{ code: number | null; value: T }> {
    const { code, stdout, stderr } = await this.run([...words, '--json'], options);
    try {
      return { code, value: JSON.parse(stdout) as T };
    } catch {
      throw new Error(`ledgerline ${words.join(' ')} --json printed no JSON document: ${stdout}${stderr}`);
    }
  }
}
