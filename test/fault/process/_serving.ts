/**
 * `ledgerline serve` as a child process that tests kill, stop and starve.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Program } from './_program.ts';

/** How a process ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that serves, or is about to. */
export class ServerProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly #printed = { stdout: '', stderr: '' };
  readonly #listeners = new Set<() => void>();

  /** Starts `serve folder` on a free port. Whoever starts one sees to it that it ends. */
  constructor({ main }: Program, folder: string, words: readonly string[] = []) {
    const command = [main, 'serve', folder, '--port', '0', '--log-level', 'warn', '--json', ...words];
    this.child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const name of ['stdout', 'stderr'] as const) {
      this.child[name]?.setEncoding('utf8').on('data', (text: string) => {
        this.#printed[name] += text;
        for (const listener of this.#listeners) listener();
      });
    }
    this.ended = once(this.child, 'close').then(([code, signal]) => ({ code, signal, ...this.#printed }) as Ended);
  }

  /** The server's address, once it serves. @throws Error when it ends instead */
  async ready(): Promise<string> {
    const [, url] = await this.printed('stdout', /"url": "([^"]+)"/);
    return url ?? '';
  }

  /** The match of `pattern`, as soon as the process has printed it. @throws Error when it ends without */
  async printed(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray> {
    let listener = (): void => undefined;
    const match = new Promise<RegExpExecArray>((resolve) => {
      listener = () => {
        const found = pattern.exec(this.#printed[stream]);
        if (found !== null) resolve(found);
      };
      this.#listeners.add(listener);
      listener();
    });
    const never = this.ended.then(({ code, signal, stdout, stderr }): never => {
      throw new Error(`serve ended with ${code ?? signal} and without ${pattern}: ${stdout}${stderr}`);
    });
    try {
      return await Promise.race([match, never]);
    } finally {
      this.#listeners.delete(listener);
    }
  }

  /** Sends a signal, and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}
