/**
 * A crash at every write operation around an award that becomes final and a transfer: the credits stand with their source
 * or not at all, and the log goes on to the same bytes.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { LedgerRecord } from '../../../src/core/record/record.ts';
import { STATE } from '../../../src/core/rules/state.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import { installNodeSha256 } from '../../../src/node/crypto/provider.ts';
import type { MemoryStore } from '../../../src/storage/memory/memory-store.ts';
import { taskBody } from '../../_util/bodies.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { foundCreditEngine, record, recordsFrom } from '../../_util/credit-engine.ts';
import { HOSPITAL, manualClock, PHARMA, type ScenarioStep } from '../../_util/credit-scenario.ts';
import { copyStore, engineParts } from '../../_util/engine.ts';
import { type Fault, withFault } from '../../_util/faulty-ports.ts';

installNodeSha256();

interface Template {
  readonly consortium: Consortium;
  readonly store: MemoryStore;
  readonly size: number;
  /** The award-final with a statement that is refused, then a transfer. */
  readonly steps: readonly ScenarioStep[];
  /** What the log must come to from `size` on, lists of refusals aside. */
  readonly expected: readonly string[];
}

let template: Template;

beforeAll(async () => {
  const { ledger, parts, clock, scenario } = await foundCreditEngine();
  const { consortium } = scenario;
  await record(ledger, clock, scenario.toAward());
  const store = await copyStore(parts.store);
  const { size } = ledger.head;
  const final = scenario.awardFinal();
  await record(ledger, clock, [final]);
  const [credit] = (await recordsFrom(ledger, size)).filter(({ statement }) => isCreditOf(statement, PHARMA));
  const transfer = scenario.transfer(PHARMA, credit?.digest ?? '', HOSPITAL, '7');
  await record(ledger, clock, [transfer]);
  const refused = consortium.statement('task', PHARMA, taskBody({ task: 'wrong', metric: 'none' }), { stray: true });
  const expected = (await recordsFrom(ledger, size)).map(hex);
  const steps = [{ signed: refused, at: final.at }, final, transfer];
  template = { consortium, store, size, steps, expected };
  await ledger.close();
});

function isCreditOf(statement: LedgerRecord['statement'], beneficiary: string): boolean {
  return statement.kind === 'credit' && statement.body.beneficiary === beneficiary;
}

function hex({ bytes }: LedgerRecord): string {
  return Buffer.from(bytes).toString('hex');
}

/** Submits every step at its time; returns the codes of what is refused. */
async function submitAll(ledger: Ledger, clock: ReturnType<typeof manualClock>): Promise<(string | undefined)[]> {
  const codes: (string | undefined)[] = [];
  for (const { signed, at } of template.steps) {
    clock.set(at);
    const code = await ledger.submit(signed).published.then(
      () => undefined,
      (error: { code: string }) => error.code,
    );
    codes.push(code);
  }
  return codes;
}

/** Plays the steps until the fault strikes, then closes. */
async function runUntilFault(store: MemoryStore, fault: Fault | undefined) {
  const clock = manualClock(template.steps[0]?.at ?? 0);
  const { parts, log } = withFault(engineParts(template.consortium, { store, clock }), fault);
  let ledger: Ledger | undefined;
  try {
    ledger = await Ledger.open(parts);
    await submitAll(ledger, clock);
  } catch {
    // Opening, or a submission to a ledger that has stopped: the process is gone.
  }
  await ledger?.close();
  return log;
}

describe('I2, I6: a crash at every write operation around credits', () => {
  it('leaves a source with all its credits or without a trace, and the same log in the end', async () => {
    const clean = await runUntilFault(await copyStore(template.store), undefined);
    expect(clean.operations.filter((name) => name === 'heads.compareAndSwap')).toHaveLength(3);

    for (let at = 0; at < clean.operations.length; at++) {
      for (const variant of ['not persisted', 'persisted'] as const) {
        const where = `${variant} at operation ${at}, ${clean.operations[at]}`;
        const store = await copyStore(template.store);
        expect((await runUntilFault(store, { at, variant })).struck, where).toBe(true);

        const clock = manualClock(template.steps[0]?.at ?? 0);
        const ledger = await Ledger.open(engineParts(template.consortium, { store, clock }));
        expect(await ledger.state([STATE.drain]), where).toEqual([undefined]);
        expect([0, 3, 5], where).toContain((await withoutLists(ledger)).length);
        const [refused, ...codes] = await submitAll(ledger, clock);
        expect(codes, where).toEqual([undefined, undefined]);
        // The refused one breaks a rule, or by now its place in the chain is taken.
        expect(['vocabulary', 'chain'], where).toContain(refused);
        expect((await withoutLists(ledger)).map(hex), where).toEqual(template.expected);
        await ledger.close();
      }
    }
  }, 120_000);
});

async function withoutLists(ledger: Ledger): Promise<LedgerRecord[]> {
  const records = await recordsFrom(ledger, template.size);
  return records.filter(({ statement }) => statement.kind !== 'refusals');
}
