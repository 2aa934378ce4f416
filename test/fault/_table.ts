/**
 * One line of the fault table for each fault that the suite injects; `_table-reporter.ts` prints them at the end of a run.
 * @module
 */

/** What came of a fault. */
export interface FaultRow {
  /** What was injected, in some words: "crash at every write, memory". Rows of the same fault are added up. */
  readonly fault: string;
  /** How often. Each try ended with the audit of the whole ledger. */
  readonly tries: number;
  /** Tries in which the ledger noticed and said so: it stopped, refused to start, or reported damage. The others went by unharmed. */
  readonly detected: number;
  /** Tries after which something acknowledged was gone, or anything else was wrong that nobody was told of. Must be 0. */
  readonly lost: number;
}

declare module 'vitest' {
  interface TaskMeta {
    faults?: FaultRow[];
  }
}

/**
 * Adds a line to the table.
 * @param task the `task` of the test's context: `it('…', async ({ task }) => …)`
 * @throws Error where something was lost
 */
export function reportFault(task: { readonly meta: { faults?: FaultRow[] } }, row: FaultRow): void {
  task.meta.faults = [...(task.meta.faults ?? []), row];
  if (row.lost > 0) throw new Error(`${row.fault}: ${row.lost} of ${row.tries} tries lost something`);
}
