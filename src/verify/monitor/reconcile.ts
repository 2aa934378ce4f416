/**
 * What of the alarms of a look is new: each is told once, again when it changed, and never after it was acknowledged.
 * @module
 */
import type { Alarm } from './alarm.ts';

/** An alarm that was told. */
export interface ToldAlarm extends Alarm {
  /** Unix milliseconds. */
  readonly firstAt: number;
  readonly isAcknowledged: boolean;
}

export type Told = ReadonlyMap<string, ToldAlarm>;

export interface Reconciled {
  readonly told: Told;
  /** To be told now. */
  readonly fresh: readonly ToldAlarm[];
  /** Told before, and not so any more. */
  readonly resolved: readonly ToldAlarm[];
}

/** Alarms that are remembered; a hostile ledger can cause any number. */
const MAX_TOLD = 10_000;

/**
 * Compares a look with what was told. What changes with every look, such as an age in a message, makes no new alarm.
 * @param isComplete false where the look ended early: what it did not see may still be so
 */
export function reconcile(before: Told, current: readonly Alarm[], isComplete: boolean, nowUnixMs: number): Reconciled {
  const told = new Map(before);
  const fresh: ToldAlarm[] = [];
  for (const alarm of current) {
    const known = told.get(alarm.id);
    if (known?.level === alarm.level) continue;
    if (known === undefined && told.size >= MAX_TOLD) continue;
    const next = { ...alarm, firstAt: known?.firstAt ?? nowUnixMs, isAcknowledged: false };
    told.set(alarm.id, next);
    fresh.push(next);
  }
  const seen = new Set(current.map(({ id }) => id));
  const resolved = [...told.values()].filter(({ id, isLasting }) => isComplete && !isLasting && !seen.has(id));
  for (const { id } of resolved) told.delete(id);
  return { told, fresh, resolved };
}
