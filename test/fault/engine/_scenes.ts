/**
 * What happens to the ledgers of the suite: one with a witness, tasks and a refusal; one where an award becomes final and a
 * credit is passed on. Each begins with a ledger at rest, which every try copies.
 * @module
 */
import { parseRecord, type SignedStatement } from '../../../src/core/record/record.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import type { MemoryStore } from '../../../src/storage/memory/memory-store.ts';
import type { WitnessMemory } from '../../../src/witness/decide.ts';
import { taskBody } from '../../_util/bodies.ts';
import { Consortium } from '../../_util/consortium.ts';
import { foundCreditEngine, record, recordsFrom } from '../../_util/credit-engine.ts';
import { HOSPITAL, manualClock, PHARMA } from '../../_util/credit-scenario.ts';
import { copyStore, foundEngine } from '../../_util/engine.ts';
import { type TestNoteKey, testWitnessKey } from '../../_util/keys.ts';
import { PLAIN_FOUNDERS } from '../../_util/random-history.ts';
import { policyOf } from '../../_util/stored-ledger.ts';

const WITNESS: TestNoteKey = testWitnessKey('mfds.example/witness');
const START_MS = Date.UTC(2026, 10, 23, 8, 30);

/** Statements that are submitted together. */
export interface Group {
  readonly atMs: number;
  readonly signed: readonly SignedStatement[];
}

export interface Scene {
  readonly consortium: Consortium;
  /** Absent: the policy asks for no witness. */
  readonly witness: { readonly key: TestNoteKey; readonly memory: WitnessMemory } | undefined;
  readonly policy: string;
  /** The ledger before, at rest. */
  readonly store: MemoryStore;
  readonly groups: readonly Group[];
  /** Digests of statements that the rules refuse. */
  readonly refused: ReadonlySet<string>;
  /** How many records the log has in the end, lists of refusals aside. */
  readonly sizeAfter: number;
  /** The bytes of every record in the end, lists of refusals aside; absent where their order is free. */
  readonly recordsAfter?: readonly string[];
}

/** Two batches of two authors each, with a refusal in the first, under a witness. */
export async function taskScene(): Promise<Scene> {
  const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
  const { ledger, parts } = await foundEngine(consortium, { clock: manualClock(START_MS), witness: WITNESS });
  await ledger.close();
  const { size, root } = ledger.head;
  const task = (author: string, name: string): SignedStatement =>
    consortium.statement('task', author, taskBody({ task: name }));
  const first = task('hangang-pharma', 'a');
  const wrong = taskBody({ task: 'wrong', metric: 'none' });
  const refused = consortium.statement('task', 'hangang-pharma', wrong, { stray: true });
  return {
    consortium,
    witness: { key: WITNESS, memory: { size, root } },
    policy: policyOf(consortium, WITNESS),
    store: parts.store,
    groups: [
      { atMs: START_MS, signed: [first, refused, task('namsan-hospital', 'b')] },
      { atMs: START_MS, signed: [task('hangang-pharma', 'c'), task('namsan-hospital', 'd')] },
    ],
    refused: new Set([refused.digest]),
    sizeAfter: size + 4,
  };
}

/** Two statements in one place of their author's chain, in one batch: the second is refused only because of the first. */
export function twinScene(tasks: Scene): Scene {
  const [first] = tasks.groups.flatMap(({ signed }) => signed);
  if (first === undefined) throw new Error('a scene without statements');
  const { author, chain } = first.statement;
  const twin = tasks.consortium.statement('task', author, taskBody({ task: 'twin' }), { chain });
  return {
    ...tasks,
    groups: [{ atMs: START_MS, signed: [first, twin] }],
    refused: new Set([twin.digest]),
    sizeAfter: tasks.sizeAfter - 3,
  };
}

/** A refusal, then an award that becomes final with its credits, then a transfer with its credit. No witness. */
export async function creditScene(): Promise<Scene> {
  const { ledger, parts, clock, scenario } = await foundCreditEngine();
  const { consortium } = scenario;
  await record(ledger, clock, scenario.toAward());
  await published(ledger);
  const store = await copyStore(parts.store);
  const { size } = ledger.head;
  const final = scenario.awardFinal();
  await record(ledger, clock, [final]);
  const records = await recordsFrom(ledger, size);
  const credit = records.find(({ statement: s }) => s.kind === 'credit' && s.body.beneficiary === PHARMA);
  const transfer = scenario.transfer(PHARMA, credit?.digest ?? '', HOSPITAL, '7');
  await record(ledger, clock, [transfer]);
  const wrong = taskBody({ task: 'wrong', metric: 'none' });
  const refused = consortium.statement('task', PHARMA, wrong, { stray: true });
  const recordsAfter = (await recordsFrom(ledger, 0)).map(({ bytes }) => Buffer.from(bytes).toString('hex'));
  await ledger.close();
  return {
    consortium,
    witness: undefined,
    policy: `log ${consortium.logKey.vkey}\nquorum none\n`,
    store,
    groups: [refused, final.signed, transfer.signed].map((signed, i) => ({
      atMs: i < 2 ? final.at : transfer.at,
      signed: [signed],
    })),
    refused: new Set([refused.digest]),
    sizeAfter: recordsAfter.length,
    recordsAfter,
  };
}

/** True for a list of refusals, which a ledger writes when it closes. */
export function isRefusalList(bytes: Uint8Array): boolean {
  return parseRecord(bytes).statement.kind === 'refusals';
}

/** Settles when everything that `ledger` has committed is published. */
async function published(ledger: Ledger): Promise<void> {
  if (ledger.sizes.published === ledger.sizes.committed) return;
  await new Promise<void>((resolve) => {
    ledger.subscribe(({ size }) => {
      if (size === ledger.sizes.committed) resolve();
    });
  });
}
