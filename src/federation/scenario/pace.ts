/**
 * Time in the demonstration: windows of a second where a rule makes everybody wait, longer on a machine that is too slow
 * for that. Deadlines that nobody waits for lie an hour ahead.
 * @module
 */
import { formatInstant, parseInstant } from '../../core/statement/instant.ts';

const HOUR_MS = 3_600_000;
/** Statements that must fit into a window, with room. */
const STATEMENTS_A_WINDOW = 24;
const MAX_SECONDS = 30;

export class Pace {
  /** Length of a window that is waited for. */
  readonly seconds: number;

  private constructor(seconds: number) {
    this.seconds = seconds;
  }

  /** A pace at which statements that take this long each fit into a window. */
  static from(millisecondsAStatement: number): Pace {
    const needed = Math.ceil((STATEMENTS_A_WINDOW * millisecondsAStatement) / 1000);
    return new Pace(Math.min(MAX_SECONDS, Math.max(1, needed)));
  }

  /** The instant `windows` windows from now. */
  after(windows: number): string {
    return formatInstant(Date.now() + windows * this.seconds * 1000);
  }

  /** An instant that nobody waits for: hour number `hours` from now. */
  faraway(hours: number): string {
    return formatInstant(Date.now() + hours * HOUR_MS);
  }

  /** Settles when a record made from now on is later than `instant`. */
  async past(instant: string): Promise<void> {
    for (;;) {
      const leftMs = parseInstant(instant) - Date.now();
      if (leftMs < 0) return;
      await new Promise((resolve) => setTimeout(resolve, leftMs + 1));
    }
  }
}
