/**
 * strace(1) on one thread: to list its system calls, or to let one of them fail or kill the process.
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Why strace cannot be used here, or undefined when it can. */
export function straceTrouble(): string | undefined {
  const { error, status, stderr } = spawnSync('strace', ['-e', 'trace=none', 'true'], { encoding: 'utf8' });
  if (error !== undefined) return 'strace is not installed';
  if (status !== 0) return `strace may not trace processes here (${stderr.trim()})`;
  return undefined;
}

/** A system call of the thread. */
export interface TracedCall {
  readonly name: string;
  /** Path of the file that it is about, if there is one. */
  readonly path: string | undefined;
  readonly line: string;
}

/** What happens at one call. */
export interface Injection {
  readonly name: string;
  /** Which of the calls of this name, from 1. */
  readonly nth: number;
  /** If given, only calls on this file count. */
  readonly path?: string;
  /** `error=EIO` and the like, or `signal=KILL`. */
  readonly what: string;
}

/** A tracer at work; it ends with the thread. */
export interface Tracer {
  /** Gives the calls seen, when the thread has ended. */
  readonly calls: Promise<TracedCall[]>;
}

/** Attaches to a running thread. Returns when it is attached. @throws Error when strace ends instead */
export async function attach(thread: number, names: readonly string[], injection?: Injection): Promise<Tracer> {
  const options = ['-p', String(thread), '-y', '-s', '0', '-e', `trace=${names.join(',')}`, '-e', 'signal=none'];
  if (injection !== undefined) {
    const { name, nth, path, what } = injection;
    options.push('-e', `inject=${name}:${what}:when=${nth}`, ...(path === undefined ? [] : ['-P', path]));
  }
  const child = spawn('strace', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  const text = collect(child);
  await attached(child, thread, text);
  const calls = once(child, 'close').then(() => parseTrace(text.read()));
  return { calls };
}

function collect(child: ChildProcess): { read(): string } {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return { read: () => text };
}

async function attached(child: ChildProcess, thread: number, text: { read(): string }): Promise<void> {
  const ended = once(child, 'close').then((): never => {
    throw new Error(`strace did not attach: ${text.read()}`);
  });
  ended.catch(() => undefined);
  while (!text.read().includes(`Process ${thread} attached`)) {
    if (child.stderr === null) throw new Error('strace has no output');
    await Promise.race([once(child.stderr, 'data'), ended]);
  }
}

/** `fsync(22</ledger/head>) = 0` or `rename("/ledger/a", "/ledger/b") = 0`, a call a line. */
function parseTrace(text: string): TracedCall[] {
  return text.split('\n').flatMap((line) => {
    const [, name] = /^([a-z0-9_]+)\(/.exec(line) ?? [];
    const [, quoted, ofDescriptor] = /^[^"]*"(\/[^"]*)"|^[a-z0-9_]+\(\d+<(\/[^>]*)>/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, path: quoted ?? ofDescriptor, line }];
  });
}
