/**
 * `_child-append.ts` as a child process: run plainly, or under an injection.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { formatEnvelope, type SignedStatement } from '../../../src/core/record/record.ts';
import type { Told } from '../_told.ts';
import type { Program } from './_program.ts';
import { attach, type Injection, type TracedCall } from './_strace.ts';

/** What a child prints, a line at a time. */
interface Line {
  readonly thread?: number;
  readonly digest?: string;
  readonly index?: number;
  readonly bundle?: string;
  readonly failed?: string;
}

/** How the child ended. */
export interface Appended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Code of the error, where it ended with one. */
  readonly failed: string | undefined;
  readonly stderr: string;
  readonly calls: readonly TracedCall[];
}

export interface Append {
  readonly program: Program;
  readonly folder: string;
  readonly groups: readonly (readonly SignedStatement[])[];
  /** Names of the system calls to trace. */
  readonly trace: readonly string[];
  readonly injection?: Injection;
  /** Learns all that the child says. */
  readonly told: Told;
}

/** Appends the statements in a traced child. */
export async function append({ program, folder, groups, trace, injection, told }: Append): Promise<Appended> {
  const statements = `${folder}.statements.json`;
  await writeFile(statements, JSON.stringify(groups.map((group) => group.map(formatEnvelope))));
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
  const child = spawn(process.execPath, [program.main, folder, statements], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  let failed: string | undefined;
  let calls: Promise<readonly TracedCall[]> = Promise.resolve([]);
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    if (line.thread !== undefined) {
      ({ calls } = await attach(line.thread, trace, injection));
      child.stdin.write('go\n');
    }
    if (line.digest !== undefined && line.index !== undefined) tell(told, line.digest, line.index, line.bundle ?? '');
    failed ??= line.failed;
  }
  const [code, signal] = await ended;
  return { code, signal, failed, stderr, calls: await calls };
}

function tell(told: Told, digest: string, index: number, bundle: string): void {
  told.placement(digest, index);
  if (bundle !== '') told.receipt(index, Buffer.from(bundle, 'base64'));
}
