/**
 * One append from beginning to end, in a process of its own: opens a ledger folder, submits statements in two groups,
 * prints what their authors are told, closes. Arguments: the folder, and a file with two JSON arrays of DSSE envelopes.
 *
 * Standard output, a JSON document a line: first `{"thread": <tid>}`, the one thread that makes all calls on the disk (with
 * UV_THREADPOOL_SIZE=1); then it waits for a line on standard input, so that a tracer can take its place. After that
 * `{"digest", "index"}` for each published statement, with `bundle` (base64) if it could be read; at the end, if anything
 * failed, `{"failed": "<code>"}`. Ends with the exit code that `serve` would give.
 * @module
 */
import { once } from 'node:events';
import { readdirSync, readFileSync, writeSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { exitCodeOf } from '../../../src/cli/exit-codes.ts';
import { InputError } from '../../../src/core/error.ts';
import type { Json } from '../../../src/core/json/json.ts';
import { parseEnvelope } from '../../../src/core/record/record.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { withFolderLedger } from './_folder-ledger.ts';

const [, , folder = '', statements = ''] = process.argv;
const groups = JSON.parse(readFileSync(statements, 'utf8')) as Json[][];
installNodePrimitives();
say({ thread: await poolThread() });
await once(process.stdin, 'data');
process.stdin.destroy();
try {
  await withFolderLedger(folder, async (ledger) => {
    for (const group of groups) await append(ledger, group);
    await ledger.close();
    const { failure } = ledger.status;
    if (failure !== undefined) fail(failure.code);
  });
} catch (error) {
  fail(error instanceof InputError ? error.code : String(error));
}

/** Says what each author is told. A ledger that stops tells nothing, and gives its reason at the end. */
async function append(ledger: Ledger, envelopes: readonly Json[]): Promise<void> {
  const tickets = envelopes.map((envelope) => ledger.submit(parseEnvelope(envelope)));
  for (const placed of await Promise.allSettled(tickets.map(({ published }) => published))) {
    if (placed.status === 'rejected') return;
  }
  for (const { digest, published } of tickets) {
    const { index } = await published;
    const bundle = await ledger.bundle(index);
    say({ digest, index, bundle: Buffer.from(bundle ?? []).toString('base64') });
  }
}

function fail(code: string): void {
  say({ failed: code });
  process.exitCode = exitCodeOf(code);
}

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** The thread that works off asynchronous calls on the disk: of all threads but this, the one that they put to sleep most. */
async function poolThread(): Promise<number> {
  const before = sleeps();
  for (let i = 0; i < 100; i++) await stat('/');
  const after = [...sleeps()].filter(([id]) => id !== process.pid);
  const [[thread] = []] = after
    .map(([id, count]) => [id, count - (before.get(id) ?? 0)] as const)
    .sort(([, a], [, b]) => b - a);
  if (thread === undefined) throw new Error('the process has one thread only');
  return thread;
}

/** How often each thread of this process has waited for something. */
function sleeps(): Map<number, number> {
  const count = (id: string): number => {
    const status = readFileSync(`/proc/self/task/${id}/status`, 'utf8');
    return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]);
  };
  return new Map(readdirSync('/proc/self/task').map((id) => [Number(id), count(id)]));
}
