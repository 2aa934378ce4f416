/**
 * A ledger that shows fewer records than before: another history, where the copy of leaf hashes proves it, or the same one cut
 * short, or one of which nobody can tell.
 * @module
 */
import type { CheckpointMemory } from '../../client/checkpoint-memory.ts';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { openLogNote } from '../../verify/evidence-file/assemble.ts';
import { TreeFiles } from '../../verify/follow/tree-files.ts';
import { type Alarm, makeAlarm } from '../../verify/monitor/alarm.ts';
import type { LeafCopy } from './leaf-copy.ts';
import { forkAlarm, type ViewParts } from './views.ts';

export interface SmallerParts extends ViewParts {
  /** Name of the log. */
  readonly origin: string;
  readonly memory: CheckpointMemory;
  readonly leaves: LeafCopy;
}

/** The notes that were seen before. */
export interface SeenNotes {
  /** Of the largest tree. */
  readonly largest: string;
  /** Of the largest tree whose records were all taken in. */
  readonly followed: string | undefined;
}

/**
 * The alarm about a note of a tree smaller than the largest seen. With evidence it says `checkpoint-inconsistent`, else `rolled-back`;
 * undefined where the copy does not tell, and the note is only kept.
 */
export async function alarmOfSmaller(
  parts: SmallerParts,
  note: string,
  { largest, followed }: SeenNotes,
): Promise<Alarm | undefined> {
  const { policy, leaves } = parts;
  const shown = openLogNote(note, policy).checkpoint;
  const known = openLogNote(largest, policy).checkpoint;
  for (const seen of followed === undefined ? [largest] : [largest, followed]) {
    const { checkpoint } = openLogNote(seen, policy);
    const files = checkpoint.size < shown.size ? undefined : await leaves.tree(checkpoint);
    if (files === undefined) continue;
    const root = await new TreeFiles(files, checkpoint).rootAt(shown.size);
    if (!equalBytes(root, shown.root)) return forkAlarm(parts, [seen, note], 'the ledger', largest, files);
    return rolledBack(shown.size, known.size, 'its records are the same as before');
  }
  return undefined;
}

/** The alarm where nobody can tell whether the fewer records are those of before. The note is kept: with a copy of the larger tree it may be evidence. */
export async function alarmOfUnknown(
  { policy, memory, origin }: SmallerParts,
  note: string,
  { largest }: SeenNotes,
): Promise<Alarm> {
  const [shown, known] = [note, largest].map((each) => openLogNote(each, policy).checkpoint.size);
  const kept = await memory.keepContradiction?.(origin, note);
  const rest =
    kept === undefined
      ? ''
      : `; with a copy of the larger tree: ledgerline evidence fork ${kept.remembered} ${kept.contradicting} --ledger COPY`;
  return rolledBack(shown ?? 0, known ?? 0, `whether its records are the same cannot be told${rest}`);
}

function rolledBack(shown: number, known: number, rest: string): Alarm {
  const message = `the ledger shows ${shown} records and no tree of ${known}, which it has shown before; ${rest}`;
  return makeAlarm('alarm', 'rolled-back', known, message);
}
