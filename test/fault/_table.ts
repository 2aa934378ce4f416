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

/** Counts the tries of a fault. */
export class FaultTally {
  readonly #fault: string;
  #tries = 0;
  #detected = 0;
  #lost = 0;
  #firstLoss: Error | undefined;

  constructor(fault: string) {
    this.#fault = fault;
  }

  /**
   * One try: injects the fault, and audits. Gives what `run` gives: whether the ledger noticed, and said so.
   * @param where names the try, for the message about a loss
   */
  async try(where: string, run: () => Promise<boolean>): Promise<void> {
    this.#tries++;
    try {
      if (await run()) this.#detected++;
    } catch (error) {
      this.#lost++;
      this.#firstLoss ??= new Error(`${this.#fault}, ${where}: ${String(error)}`, { cause: error });
    }
  }

  /** Adds the line to the table. @throws Error the first loss, if there was one */
  report(task: Parameters<typeof reportFault>[0]): void {
    const row = { fault: this.#fault, tries: this.#tries, detected: this.#detected, lost: this.#lost };
    if (this.#firstLoss === undefined) reportFault(task, row);
    else {
      task.meta.faults = [...(task.meta.faults ?? []), row];
      throw this.#firstLoss;
    }
  }
}
