/**
 * The ledgers that are damaged, as the engine left them, and all that was told of them.
 * @module
 */
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import type { IndexStore } from '../../../src/log/ports.ts';
import { taskBody } from '../../_util/bodies.ts';
import { Consortium } from '../../_util/consortium.ts';
import { manualClock } from '../../_util/credit-scenario.ts';
import { engineParts, foundEngine } from '../../_util/engine.ts';
import { interceptPorts } from '../../_util/faulty-ports.ts';
import { PLAIN_FOUNDERS } from '../../_util/random-history.ts';
import { type FileMap, storedFiles } from '../../_util/stored-ledger.ts';
import { followNotes, submitTold, Told } from '../_told.ts';

export const START_MS = Date.UTC(2026, 10, 23, 8, 30);
const AUTHORS = ['hangang-pharma', 'namsan-hospital'] as const;

/** A ledger at rest, or as a crash left it. */
export interface Victim {
  readonly consortium: Consortium;
  readonly policy: string;
  readonly files: FileMap;
  readonly index: IndexStore;
  readonly told: Told;
}

/** The kinds of files of a ledger, and how the path of one begins. */
export const FILE_KINDS = [
  ['head', 'head'],
  ['staging', 'staging/'],
  ['tile', 'tile/0/'],
  ['entry bundle', 'tile/entries/'],
  ['checkpoints/', 'checkpoints/'],
  ['checkpoint', 'checkpoint'],
] as const;

/** A founded ledger with tasks published in groups of these sizes. */
export async function makeVictim(groups: readonly number[], { isCrashed = false } = {}): Promise<Victim> {
  const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
  const clock = manualClock(START_MS);
  const { ledger, parts } = await foundEngine(consortium, { clock });
  const told = new Told();
  followNotes(ledger, told);
  for (const [group, count] of groups.entries()) {
    const signed = nextTasks(consortium, count, `group-${group}`);
    // Of a crowd nobody is told: asking for all receipts, try after try, would take too long.
    if (count > 100) await Promise.all(signed.map((each) => ledger.submit(each).published));
    else await Promise.all(signed.map((each) => submitTold(ledger, told, each)));
  }
  await ledger.close();
  if (isCrashed) await crashAfterCommit({ ...engineParts(consortium, { clock, store: parts.store }) }, consortium);
  const policy = `log ${consortium.logKey.vkey}\nquorum none\n`;
  // Plain arrays: a Buffer's `slice` would share its bytes with the damaged copies.
  const files = new Map([...(await storedFiles(parts.store))].map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
  return { consortium, policy, files, index: parts.store.index, told };
}

/** The next task of each author in turn. Names are used once. */
export function nextTasks(consortium: Consortium, count: number, name: string): SignedStatement[] {
  return Array.from({ length: count }, (_, i) =>
    consortium.statement('task', AUTHORS[i % AUTHORS.length] ?? AUTHORS[0], taskBody({ task: `${name}-${i}` })),
  );
}

/** Commits a batch that was told to nobody, and stops before it is applied: it stands in `staging/` alone. */
async function crashAfterCommit(parts: ReturnType<typeof engineParts>, consortium: Consortium): Promise<void> {
  let isCommitted = false;
  const ledger = await Ledger.open(
    interceptPorts(parts, async ({ name, isWrite }, run) => {
      if (isCommitted && isWrite) throw new Error('the process is dead');
      const result = await run();
      isCommitted ||= name === 'heads.compareAndSwap';
      return result;
    }),
  );
  const waiting = nextTasks(consortium, 2, 'staged').map((signed) => ledger.submit(signed).placed);
  await Promise.allSettled(waiting);
  await ledger.close();
}

/** What was told, for one try to add to. */
export function copyOf({ receipts, placements, notes }: Told): Told {
  const copy = new Told();
  for (const [index, bundle] of receipts) copy.receipt(index, bundle);
  for (const [digest, index] of placements) copy.placement(digest, index);
  for (const note of notes) copy.note(note);
  return copy;
}

/** The one file that `prefix` begins: the only one of its kind in a small ledger. */
export function pathOf({ files }: Victim, prefix: string): string {
  const paths = [...files.keys()].filter((path) => (prefix.endsWith('/') ? path.startsWith(prefix) : path === prefix));
  if (paths.length !== 1) throw new Error(`${prefix}: ${paths.length} files`);
  return paths[0] ?? '';
}
