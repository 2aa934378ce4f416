/**
 * Which checkpoints a file shows of the succession of the log's key: for each key that was retired within the tree of its own
 * checkpoint, the last one that the key signed. They are the same for ever, for nothing that a key signs after its retirement is
 * published. One choice for bundles and account statements, and for whoever makes them.
 * @module
 */
import { parseNote } from '../core/note/note.ts';
import type { LedgerState, RetiredLogKey } from '../core/rules/state.ts';

/** How many checkpoints back the last one of a key is looked for: the key may have gone from the process before it was retired. */
export const MAX_NOTES_BACK = 64;
/** Keys of the log that the succession is shown of, the last ones: as the schemas say. */
const MAX_STEPS = 64;

/** A published checkpoint. */
export interface SuccessionStep {
  readonly size: number;
  readonly note: string;
}

/** The keys that were retired among the first `size` records, as far as their succession is shown. */
export function retiredWithin(charter: LedgerState | undefined, size: number): readonly RetiredLogKey[] {
  return (charter?.retiredLogKeys ?? []).filter(({ until }) => until < size).slice(-MAX_STEPS);
}

/** True where a signature line of the note names the key. */
export function isSignedBy(note: Uint8Array | string, { vkey }: RetiredLogKey): boolean {
  const [name, keyId] = vkey.split('+');
  return parseNote(note).signatures.some((line) => line.name === name && line.keyId === keyId);
}

/** The last checkpoints of keys, in the order of their retirement: each once, and none for a key that signed none. */
export function stepsOf(last: readonly (SuccessionStep | undefined)[]): SuccessionStep[] {
  const steps: SuccessionStep[] = [];
  for (const step of last) if (step !== undefined && step.size !== steps.at(-1)?.size) steps.push(step);
  return steps;
}
