/**
 * A folder for hostile files, and commands over them: run in this process, so that a table of hundreds of them takes seconds.
 * @module
 */
import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from '../unit/cli/_program.ts';

/** JSON deeper than any parser should follow. */
export const ABYSS: string = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

/** How a command ended: its exit code, and the code of the error or the verdict with the code of what failed. */
export type Outcome = readonly [exit: number, what: string];

interface Printed {
  readonly code?: string;
  readonly verdict?: string;
  readonly checks?: readonly { readonly outcome: string; readonly code?: string }[];
  readonly problems?: readonly { readonly code: string }[];
  readonly doubts?: readonly { readonly code: string }[];
}

export class HostileDesk implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'ledgerline-hostile-'));
  #files = 0;

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Writes a file, under a name of its own if none is given. Returns its path. */
  file(content: string | Uint8Array, name = `file-${this.#files++}`): string {
    const path = this.path(name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  /**
   * Runs a command as a script would. What holds for every outcome is required here: one JSON document on stdout, one message
   * with a code and what to do on stderr, no stack trace, nothing written.
   */
  async outcome(words: readonly string[]): Promise<Outcome> {
    const before = this.#listing();
    const { code: exit, stdout, stderr } = await runHere([...words, '--json'], { LANG: 'C' });
    const { code, verdict, checks = [], problems = [], doubts = [] } = JSON.parse(stdout) as Printed;
    if (this.#listing() !== before) throw new Error(`${words.join(' ')} wrote something`);
    if (/^ {2,}at |node:internal/m.test(stderr)) throw new Error(`a stack trace: ${stderr}`);
    if (code !== undefined && !new RegExp(`^error .+\n  ${code}: .+\n$`).test(stderr))
      throw new Error(`no clear message: ${stderr}`);
    const failed = checks.find(({ outcome }) => outcome === 'failed' || outcome === 'unknown')?.code;
    return [exit, code ?? [verdict, failed ?? problems[0]?.code ?? doubts[0]?.code].filter(Boolean).join(' ')];
  }

  /** Everything below the folder, in one text: names, kinds, sizes, times. */
  #listing(folder = this.folder): string {
    return readdirSync(folder)
      .sort()
      .map((name) => {
        const path = join(folder, name);
        const { mode, size, mtimeMs } = lstatSync(path);
        const isFolder = lstatSync(path).isDirectory();
        return `${name} ${mode} ${size} ${mtimeMs}\n${isFolder ? this.#listing(path) : ''}`;
      })
      .join('');
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
