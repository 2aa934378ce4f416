/**
 * Random histories of credit, fully signed, through the real engine: it accepts and refuses what the rules do, writes the
 * credits itself, keeps the same state, and an auditor who knows nothing but the files and a policy finds every record right.
 */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/error.ts';
import { parseRecord } from '../../src/core/record/record.ts';
import { STATE } from '../../src/core/rules/state.ts';
import { createLedger } from '../../src/log/create.ts';
import type { Ledger } from '../../src/log/ledger.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { auditMap } from '../_util/audit.ts';
import { checkConserved } from '../_util/credit-conservation.ts';
import { Reached } from '../_util/credit-reached.ts';
import { manualClock } from '../_util/credit-scenario.ts';
import { copyStore, engineParts, reopen } from '../_util/engine.ts';
import { QuickLedger } from '../_util/quick-ledger.ts';
import { CreditHistory } from '../_util/random-credit-history.ts';
import { createCreditWorld } from '../_util/random-credit-world.ts';
import { picker } from '../_util/random-history.ts';
import { stateText } from '../_util/state-text.ts';
import { storedFiles } from '../_util/stored-ledger.ts';

installNodePrimitives();

/** Histories of a run; more by LEDGERLINE_SIGNED_CREDIT_HISTORIES. */
const RUNS = Number(process.env['LEDGERLINE_SIGNED_CREDIT_HISTORIES'] ?? 10);
/** Statements that a history offers. */
const STEPS = 120;
/** A history goes on after a restart, once in so many statements. */
const RESTARTS_ONE_IN = 60;

/** The engine with everything before the first round, and the world as it recorded it: every history starts from a copy. */
const template = await (async () => {
  const world = createCreditWorld();
  const statements = world.ledger.records.map(({ signed }) => signed);
  const founding = world.consortium.fork().founding().length;
  const clock = manualClock(world.nowUnixMs);
  const parts = engineParts(world.consortium, { clock });
  const engine = await createLedger(parts, statements.slice(0, founding));
  for (const signed of statements.slice(founding)) await engine.submit(signed).placed;
  const ledger = new QuickLedger();
  await follow(engine, ledger.size, (record, at) => ledger.accept(record, at));
  await engine.close();
  return { world: { ...world, ledger }, store: parts.store };
})();

/** Hands over the records from `start` on as they stand in the log. */
async function follow(
  engine: Ledger,
  start: number,
  take: (record: ReturnType<typeof parseRecord>, recordedAt: string) => void,
): Promise<void> {
  for (let index = start; index < engine.head.size; index++) {
    const record = parseRecord((await engine.record(index)) ?? new Uint8Array());
    take(record, record.recordedAt);
  }
}

/** What the engine says of the statement: the code of its refusal, or undefined. */
async function answer(engine: Ledger, signed: Parameters<Ledger['submit']>[0]): Promise<string | undefined> {
  const { size } = engine.head;
  try {
    // Not by `created`: a statement submitted again before it is published gets the very same answer.
    const { index } = await engine.submit(signed).placed;
    return index < size ? 'duplicate' : undefined;
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
}

async function play(seed: number, reached: Reached): Promise<void> {
  const { world } = template;
  const history = new CreditHistory(world, seed, { signs: true });
  const { ledger } = history;
  const pick = picker(seed + 1);
  const clock = manualClock(world.nowUnixMs);
  const parts = engineParts(world.consortium, { store: await copyStore(template.store), clock });
  let engine = await reopen(parts);
  const catchUp = () =>
    follow(engine, ledger.size, (record, recordedAt) => {
      const outcome = ledger.judge(record, recordedAt);
      if (!outcome.accepted) throw new Error(`record ${ledger.size}: ${outcome.code}: ${outcome.message}`);
      history.learn(record, recordedAt, outcome.change);
    });

  for (let step = 0; step < STEPS; step++) {
    const signed = history.offer();
    clock.set(history.nowUnixMs);
    const outcome = ledger.judge(signed, history.now);
    const expected = outcome.accepted ? undefined : outcome.code;
    expect(await answer(engine, signed), `${signed.statement.kind}, statement ${step} of history ${seed}`).toBe(
      expected,
    );
    await catchUp();
    expect(ledger.get(STATE.drain)).toBeUndefined();
    if (expected !== undefined) reached.refusal(expected);
    if (pick(RESTARTS_ONE_IN) > 0) continue;
    await engine.close();
    if (pick(2) === 0) await parts.store.index.clear();
    engine = await reopen(parts);
    await catchUp();
  }
  await engine.close();
  await catchUp();

  expect(await stateText(engine)).toBe(ledger.text());
  checkConserved(ledger);
  const report = await auditMap(await storedFiles(parts.store), `log ${world.consortium.logKey.vkey}\nquorum none\n`);
  expect(report).toMatchObject({ verdict: 'VERIFIED', problems: [], doubts: [], records: ledger.size });
  expect(report.root).toBe(Buffer.from(engine.head.root).toString('hex'));
  reached.history(history);
}

describe('signed histories of credit', () => {
  it(`I3, I4, I5, I6: the engine and the auditor agree on every record (${RUNS})`, async () => {
    const reached = new Reached();
    for (let run = 1; run <= RUNS; run++) await play(run * 104_729, reached);
    // Few histories vary more than many.
    reached.expectDepth(RUNS / 2);
  }, 1_200_000);
});
