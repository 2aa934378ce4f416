/**
 * A crash at every write operation, in both variants; then a restart on what is left.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { parseRecord, type SignedStatement } from '../../../src/core/record/record.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import { installNodeSha256 } from '../../../src/node/crypto/provider.ts';
import type { MemoryStore } from '../../../src/storage/memory/memory-store.ts';
import { taskBody } from '../../_util/bodies.ts';
import { Consortium } from '../../_util/consortium.ts';
import { copyStore, engineParts, foundEngine } from '../../_util/engine.ts';
import { type Fault, withFault } from '../../_util/faulty-ports.ts';
import { testWitnessKey } from '../../_util/keys.ts';
import { PLAIN_FOUNDERS } from '../../_util/random-history.ts';

installNodeSha256();
const witness = testWitnessKey('mfds.example/witness');

let template: { consortium: Consortium; store: MemoryStore; size: number };
beforeAll(async () => {
  const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
  const { ledger, parts } = await foundEngine(consortium, { witness });
  await ledger.close();
  template = { consortium, store: parts.store, size: ledger.head.size };
});

/** Two batches of statements by two authors, one of them refused. */
function workload(consortium: Consortium): SignedStatement[][] {
  const task = (author: string, name: string): SignedStatement =>
    consortium.statement('task', author, taskBody({ task: name }));
  const first = task('hangang-pharma', 'a');
  const body = taskBody({ task: 'wrong', metric: 'none' });
  const refused = consortium.statement('task', 'hangang-pharma', body, { stray: true });
  return [
    [first, refused, task('namsan-hospital', 'b')],
    [task('hangang-pharma', 'c'), task('namsan-hospital', 'd')],
  ];
}

interface Outcome {
  /** Receipts that were released, by statement. */
  readonly receipts: Map<string, string>;
  readonly operations: readonly string[];
  readonly failure: boolean;
}

/** Submits the workload until the fault strikes. */
async function runUntilFault(
  store: MemoryStore,
  batches: readonly SignedStatement[][],
  fault: Fault | undefined,
): Promise<Outcome> {
  const { parts, log } = withFault(engineParts(template.consortium, { store, witness }), fault);
  const receipts = new Map<string, string>();
  let ledger: Ledger | undefined;
  try {
    ledger = await Ledger.open(parts);
    for (const batch of batches) {
      const tickets = batch.map((signed) => ledger?.submit(signed));
      for (const ticket of tickets) {
        const placed = await ticket?.published.catch(() => undefined);
        if (ticket === undefined || placed === undefined) continue;
        receipts.set(ticket.digest, Buffer.from((await ledger.bundle(placed.index)) ?? []).toString());
      }
    }
  } catch {
    // Opening, or a submission to a ledger that has stopped: the process is gone.
  }
  await ledger?.close();
  return { receipts, operations: log.operations, failure: log.struck };
}

describe('I2: a crash at every write operation', () => {
  it('loses nothing acknowledged, forks nothing, and goes on after a restart', async () => {
    const clean = await runUntilFault(await copyStore(template.store), workload(template.consortium.fork()), undefined);
    expect(clean.receipts.size).toBe(4);
    const steps = new Set(clean.operations);
    for (const step of ['objects.put', 'heads.compareAndSwap', 'index.write', 'checkpoints.append', 'objects.remove'])
      expect(steps).toContain(step);

    for (let at = 0; at < clean.operations.length; at++) {
      for (const variant of ['not persisted', 'persisted'] as const) {
        const where = `${variant} at operation ${at}, ${clean.operations[at]}`;
        const store = await copyStore(template.store);
        const consortium = template.consortium.fork();
        const batches = workload(consortium);
        const before = await runUntilFault(store, batches, { at, variant });
        expect(before.failure, where).toBe(true);

        const ledger = await Ledger.open(engineParts(consortium, { store, witness }));
        for (const [digest, receipt] of before.receipts) {
          const found = await ledger.find(digest);
          expect(found, where).toBeDefined();
          expect(Buffer.from((await ledger.bundle(found?.index ?? -1)) ?? []).toString(), where).toBe(receipt);
        }
        // Whatever was committed or not: submitting again gives one record each, and the refusal again.
        for (const signed of batches.flat()) {
          const again = await ledger.submit(signed).published.then(
            () => 'recorded',
            (error: { code: string }) => error.code,
          );
          // The refused one breaks a rule, or by now its place in the chain is taken.
          const allowed = signed === batches[0]?.[1] ? ['vocabulary', 'chain'] : ['recorded'];
          expect(allowed, where).toContain(again);
        }
        expect(await kindsFrom(ledger, template.size), where).toEqual(['task', 'task', 'task', 'task']);
        await ledger.close();
        await expectConsistentNotes(store);
      }
    }
  }, 120_000);
});

/** Kinds of the records from `start` on, without the lists of refusals that closing leaves. */
async function kindsFrom(ledger: Ledger, start: number): Promise<string[]> {
  const records = await Promise.all(
    Array.from({ length: ledger.head.size - start }, (_, i) => ledger.record(start + i)),
  );
  const kinds = records.map((bytes) => parseRecord(bytes ?? new Uint8Array()).statement.kind);
  return kinds.filter((kind) => kind !== 'refusals');
}

/** I1: every two published checkpoints are of one log: sizes rise, and none is repeated with another root. */
async function expectConsistentNotes(store: MemoryStore): Promise<void> {
  let last = 0;
  for (let ordinal = 0; ordinal < (await store.checkpoints.count()); ordinal++) {
    const note = Buffer.from((await store.checkpoints.read(ordinal)) ?? []).toString();
    const size = Number(note.split('\n')[1]);
    expect(size).toBeGreaterThan(last);
    last = size;
  }
}

describe('fail-stop', () => {
  it('takes nothing more in after a storage error, says why, and still reads', async () => {
    const store = await copyStore(template.store);
    const consortium = template.consortium.fork();
    const { parts, log } = withFault(engineParts(consortium, { store, witness }), undefined);
    const ledger = await Ledger.open(parts);
    log.struck = true;
    const ticket = ledger.submit(workload(consortium).flat()[0] as SignedStatement);
    await expect(ticket.placed).rejects.toMatchObject({ code: 'stopped' });
    expect(ledger.status.failure).toMatchObject({ code: 'unexpected', message: 'the process is dead' });
    expect(() => ledger.submit(ticket as never)).toThrow();
    expect(await ledger.bundle(0)).toBeDefined();
    await ledger.close();
  });
});
