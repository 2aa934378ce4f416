/**
 * Counting the tries of one fault. A try that loses something does not end the count: the table shows how many did.
 * @module
 */
import { type FaultRow, reportFault } from '../_table.ts';

export class Tally {
  readonly #losses: Error[] = [];
  tries = 0;
  detected = 0;

  /** Runs one try, which gives whether the fault was noticed, and throws where something was lost. */
  async attempt(name: string, attempt: () => Promise<boolean>): Promise<void> {
    this.tries++;
    try {
      if (await attempt()) this.detected++;
    } catch (cause) {
      this.lose(name, cause);
    }
  }

  /** Counts a loss. */
  lose(name: string, cause: unknown): void {
    this.#losses.push(new Error(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause }));
  }

  /** Adds the line to the table. @throws the losses, if there are any */
  report(task: { readonly meta: { faults?: FaultRow[] } }, fault: string): void {
    const lost = this.#losses.length;
    try {
      reportFault(task, { fault, tries: this.tries, detected: this.detected, lost });
    } catch (error) {
      throw lost === 0
        ? error
        : new AggregateError(this.#losses, this.#losses.map(({ message }) => message).join('\n'));
    }
  }
}
