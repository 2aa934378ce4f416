/**
 * Distrust of the clock: times of records never go back, and a clock that jumps stops the ledger instead of being
 * written into it.
 * @module
 */
import { InputError } from '../core/error.ts';
import { parseInstant } from '../core/statement/instant.ts';
import type { Clock } from './ports.ts';

/** How far the clock may fall behind the last record, or jump against the monotonic clock, milliseconds. */
const TOLERANCE_MS = 300_000;
/** How far ahead of the last record a start needs no confirmation, milliseconds. */
const START_AHEAD_MS = 24 * 3_600_000;

export class ClockGuard {
  readonly #clock: Clock;
  #wall: number;
  #steady: number;
  /** The latest time that was read: a small step back, which is tolerated, makes no batch older than the one before. */
  #latest: number;

  /**
   * @param lastRecordedAt of the newest record, if there is one
   * @throws InputError `clock-behind`; `clock-ahead` unless `confirmed`
   */
  constructor(clock: Clock, lastRecordedAt: string | undefined, confirmed: boolean) {
    this.#clock = clock;
    this.#wall = clock.now();
    this.#steady = clock.monotonic();
    this.#latest = this.#wall;
    const last = lastRecordedAt === undefined ? this.#wall : parseInstant(lastRecordedAt);
    if (this.#wall - last > START_AHEAD_MS && !confirmed) {
      throw new InputError(
        'clock-ahead',
        `the clock is ${Math.round((this.#wall - last) / 3_600_000)} hours ahead of the last record (${lastRecordedAt})`,
      );
    }
    this.#refuseBehind(last);
  }

  /** The time for a batch, Unix milliseconds; never before that of an earlier one. @throws InputError `clock-behind` */
  read(lastRecordedAt: string | undefined): number {
    const wall = this.#clock.now();
    const steady = this.#clock.monotonic();
    const jump = wall - this.#wall - (steady - this.#steady);
    if (Math.abs(jump) > TOLERANCE_MS)
      throw new InputError('clock-behind', `the clock jumped by ${Math.round(jump / 1000)} s`);
    this.#wall = wall;
    this.#steady = steady;
    if (lastRecordedAt !== undefined) this.#refuseBehind(parseInstant(lastRecordedAt));
    this.#latest = Math.max(this.#latest, wall);
    return this.#latest;
  }

  #refuseBehind(lastMs: number): void {
    const behindMs = lastMs - this.#wall;
    if (behindMs > TOLERANCE_MS)
      throw new InputError('clock-behind', `the clock is ${Math.round(behindMs / 1000)} s behind the last record`);
  }
}
