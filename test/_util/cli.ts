/**
 * The real programme as a child process, in a folder of its own, as a user at a terminal would run it.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtMain } from './cli-build.ts';
import { Commands, type Finished, type RunOptions } from './commands.ts';

/** A ledger that is being served. */
export interface Serving {
  readonly url: string;
  readonly child: ChildProcess;
  /** Asks it to end, and waits. */
  stop(signal?: NodeJS.Signals): Promise<Finished>;
  /** Settles when it has ended. */
  readonly ended: Promise<Finished>;
}

/** A user's desk: every command is a process. */
export class Desk extends Commands {
  readonly main: string;
  /** The same desk, where commands run in this process: for what is said about one command after another test started it. */
  readonly here: Commands;
  readonly #children = new Set<ChildProcess>();

  private constructor(folder: string, main: string) {
    super(folder, {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      LANG: 'C',
      NO_COLOR: '1',
      XDG_STATE_HOME: join(folder, 'state'),
    });
    this.main = main;
    this.here = new Here(folder, this.env);
  }

  static async open(): Promise<Desk> {
    return new Desk(await realpath(await mkdtemp(join(tmpdir(), 'ledgerline-cli-'))), await builtMain());
  }

  run(words: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return finish(this.start(words, options));
  }

  start(words: readonly string[], { env }: RunOptions = {}): ChildProcess {
    const child = spawn(process.execPath, [this.main, ...words], {
      cwd: this.folder,
      env: { ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    child.once('close', () => this.#children.delete(child));
    return child;
  }

  /** Serves a ledger folder on a free port, and waits until it does. */
  serve(folder: string, ...words: string[]): Promise<Serving> {
    return this.serving(['serve', folder, ...words]);
  }

  /** The same for any command that serves a folder: its name, the folder, what else it takes. */
  serving(words: readonly string[]): Promise<Serving> {
    const port = words.includes('--port') ? [] : ['--port', '0'];
    return this.listen([...words, ...port, '--log-level', 'warn', '--json']);
  }

  /** Serves a mirror on a free port of this machine, whether or not its ledger answers. */
  serveMirror(folder: string, ...words: string[]): Promise<Serving> {
    return this.listen(['mirror', folder, '--serve', '127.0.0.1:0', '--json', ...words]);
  }

  /** Starts a command that prints, as JSON, the `url` at which it listens. */
  async listen(words: readonly string[]): Promise<Serving> {
    const child = this.start(words);
    const ended = finish(child);
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const [, found] = /"url": "([^"]+)"/.exec(text) ?? [];
        if (found !== undefined) resolve(found);
      });
      void ended.then(({ code, stdout, stderr }) =>
        reject(new Error(`${words[0]} ended with ${code}: ${stdout}${stderr}`)),
      );
    });
    const stop = (signal: NodeJS.Signals = 'SIGINT'): Promise<Finished> => {
      child.kill(signal);
      return ended;
    };
    return { url, child, stop, ended };
  }

  /** Ends what still runs, and removes the folder. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#children].map((child) => {
        const gone = new Promise((resolve) => child.once('close', resolve));
        child.kill('SIGKILL');
        return gone;
      }),
    );
    await rm(this.folder, { recursive: true, force: true });
  }
}

class Here extends Commands {
  async run(words: readonly string[], { env }: RunOptions = {}): Promise<Finished> {
    const { runHere } = await import('./cli-here.ts');
    return runHere(words, { folder: this.folder, env: { ...this.env, ...env } });
  }
}

function finish(child: ChildProcess): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        printed[name] += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...printed }));
  });
}
