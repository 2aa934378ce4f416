/**
 * The credit scenario over the engine: a founded ledger whose clock goes where the scenario says.
 * @module
 */
import { type LedgerRecord, parseRecord } from '../../src/core/record/record.ts';
import type { Ledger } from '../../src/log/ledger.ts';
import {
  CreditScenario,
  type CreditScenarioOptions,
  creditConsortium,
  manualClock,
  type ScenarioStep,
} from './credit-scenario.ts';
import { type EngineOptions, foundEngine } from './engine.ts';

/** When the ledger is founded: an hour before the scenario begins. */
const FOUNDED_MS = Date.UTC(2026, 10, 23, 11);

export type ManualClock = ReturnType<typeof manualClock>;

/** A founded ledger over memory, the scenario that will be played on it, and its clock. */
export async function foundCreditEngine(scenarioOptions: CreditScenarioOptions = {}, options: EngineOptions = {}) {
  const clock = manualClock(FOUNDED_MS);
  const consortium = creditConsortium(scenarioOptions.contributors);
  const { ledger, parts } = await foundEngine(consortium, { ...options, clock });
  return { ledger, parts, clock, scenario: new CreditScenario(consortium, scenarioOptions) };
}

/** Records the steps, each at its time; statements of one time go in together. */
export async function record(ledger: Ledger, clock: ManualClock, steps: readonly ScenarioStep[]): Promise<void> {
  for (let at = 0; at < steps.length; ) {
    const time = steps[at]?.at ?? 0;
    const end = steps.findIndex((step, i) => i > at && step.at !== time);
    const together = steps.slice(at, end < 0 ? steps.length : end);
    clock.set(time);
    await Promise.all(together.map(({ signed }) => ledger.submit(signed).placed));
    at += together.length;
  }
}

/** The records from `start` on. */
export async function recordsFrom(ledger: Ledger, start: number): Promise<LedgerRecord[]> {
  const indexes = Array.from({ length: ledger.head.size - start }, (_, i) => start + i);
  const records = await Promise.all(indexes.map((index) => ledger.record(index)));
  return records.map((bytes) => parseRecord(bytes ?? new Uint8Array()));
}
