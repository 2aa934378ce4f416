/**
 * Credits that the ledger itself writes: behind their source, in its batch, in line order, or not at all.
 */
import { describe, expect, it } from 'vitest';
import { hashLeaf } from '../../../src/core/merkle/hash.ts';
import type { LedgerRecord, SignedStatement } from '../../../src/core/record/record.ts';
import { STATE } from '../../../src/core/rules/state.ts';
import { formatInstant } from '../../../src/core/statement/instant.ts';
import { encodeHead } from '../../../src/log/head.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { parseStaged } from '../../../src/log/staging.ts';
import { TreeEdge } from '../../../src/log/tree-edge.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { createMemoryStore } from '../../../src/storage/memory/memory-store.ts';
import { keyEnrolBody, keyRevokeBody, taskBody } from '../../_util/bodies.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { foundCreditEngine, record, recordsFrom } from '../../_util/credit-engine.ts';
import {
  AGGREGATOR,
  CreditScenario,
  creditConsortium,
  HOSPITAL,
  manualClock,
  OPERATOR,
  PHARMA,
} from '../../_util/credit-scenario.ts';
import { engineParts, reopen } from '../../_util/engine.ts';
import { inputError } from '../../_util/input-error.ts';
import { testKey } from '../../_util/keys.ts';
import { NaiveLedger } from '../../_util/naive-ledger.ts';
import { testOperator } from '../../_util/operator.ts';

installNodePrimitives();

/** What the credits among the records say. */
function credited(records: readonly LedgerRecord[]) {
  return records.flatMap(({ statement }) => (statement.kind === 'credit' ? [statement.body] : []));
}

function kinds(records: readonly LedgerRecord[]): string[] {
  return records.map(({ statement }) => statement.kind);
}

/** Tasks of the pharma, all different from those before. */
function tasks(consortium: Consortium, count: number, name: string): SignedStatement[] {
  return Array.from({ length: count }, (_, i) =>
    consortium.statement('task', PHARMA, taskBody({ task: `${name}-${i}` })),
  );
}

/** Submits in one go, so that the ledger takes all of them into one batch as far as they fit. */
async function submitTogether(ledger: Ledger, statements: readonly SignedStatement[]): Promise<number[]> {
  const tickets = statements.map((signed) => ledger.submit(signed));
  return Promise.all(tickets.map(async ({ published }) => (await published).index));
}

/** From now on, the number of records of every batch that is staged. */
function watchBatches(parts: LedgerParts): number[] {
  const sizes: number[] = [];
  const { put } = parts.objects;
  parts.objects.put = async (objects) => {
    for (const { path, bytes } of objects)
      if (path.startsWith('staging/')) sizes.push(parseStaged(bytes).records.length);
    return put.call(parts.objects, objects);
  };
  return sizes;
}

/** The oracle of an engine, which takes the times over and writes its own credits. */
async function oracleOf(ledger: Ledger, consortium: Consortium): Promise<NaiveLedger> {
  const oracle = new NaiveLedger(consortium.origin, consortium.logKey, testOperator(consortium));
  for (const each of await recordsFrom(ledger, 0)) {
    if (each.statement.kind !== 'credit') oracle.append(each, each.recordedAt);
  }
  return oracle;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('I6: credits follow their source', () => {
  it('of an award: in its batch, in line order, byte for byte as the oracle writes them', async () => {
    const { ledger, parts, clock, scenario } = await foundCreditEngine({ contributors: 3, rounds: 2 });
    await record(ledger, clock, scenario.toAward());
    const { size } = ledger.head;
    const batches = watchBatches(parts);
    const final = scenario.awardFinal();
    await record(ledger, clock, [final]);
    const unit = await recordsFrom(ledger, size);
    const source = final.signed.digest;
    expect(credited(unit)).toEqual(scenario.lines().map((line) => ({ source, ...line })));
    expect(kinds(unit)).toEqual(['award-final', 'credit', 'credit', 'credit']);
    expect(batches).toEqual([4]);
    expect(new Set(unit.map(({ recordedAt }) => recordedAt))).toEqual(new Set([formatInstant(final.at)]));
    const total = credited(unit).reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    expect(total).toBe(1_000_001n);
    expect(await ledger.state([STATE.drain])).toEqual([undefined]);

    const oracle = await oracleOf(ledger, scenario.consortium);
    expect(oracle.records.map(hex)).toEqual((await recordsFrom(ledger, 0)).map(({ bytes }) => hex(bytes)));
    expect(hex(ledger.head.state)).toBe(hex(oracle.accountRoot()));
    await ledger.close();
  });

  it('skips lines of 0, and none follows an award without any', async () => {
    const components = [{ method: 'shapley-exact' as const, basisPoints: 10_000 }];
    const gain = (position: number): number => (position === 0 ? -1000 : 2000);
    for (const [first, expected] of [
      [gain, ['award-final', 'credit']],
      [() => -1000, ['award-final']],
    ] as const) {
      const { ledger, clock, scenario } = await foundCreditEngine({ gain: first, policy: { components } });
      await record(ledger, clock, scenario.toAward());
      const { size } = ledger.head;
      await record(ledger, clock, [scenario.awardFinal()]);
      const unit = await recordsFrom(ledger, size);
      expect(kinds(unit)).toEqual(expected);
      expect(credited(unit).map(({ line }) => line)).toEqual(scenario.lines().map(({ line }) => line));
      await ledger.close();
    }
  });

  it('of a transfer: one credit of line 0, before the next statement of the batch', async () => {
    const { ledger, clock, scenario } = await foundCreditEngine();
    await record(ledger, clock, scenario.toAward());
    await record(ledger, clock, [scenario.awardFinal()]);
    const [own] = (await recordsFrom(ledger, 0)).filter(
      ({ statement }) => statement.kind === 'credit' && statement.body.beneficiary === PHARMA,
    );
    const { size } = ledger.head;
    const transfer = scenario.transfer(PHARMA, own?.digest ?? '', HOSPITAL, '5');
    const claim = scenario.claim(PHARMA, own?.digest ?? '', '1');
    clock.set(claim.at);
    expect(await submitTogether(ledger, [transfer.signed, claim.signed])).toEqual([size, size + 2]);
    const records = await recordsFrom(ledger, size);
    expect(kinds(records)).toEqual(['transfer', 'credit', 'claim']);
    const source = transfer.signed.digest;
    expect(credited(records)).toEqual([{ source, line: 0, beneficiary: HOSPITAL, amount: '5' }]);
    expect((await oracleOf(ledger, scenario.consortium)).records.map(hex)).toEqual(
      (await recordsFrom(ledger, 0)).map(({ bytes }) => hex(bytes)),
    );
    await ledger.close();
  });
});

describe('a unit is never split', () => {
  it.each([
    [252, [255 + 1]],
    [253, [256]],
    [254, [254, 4]],
    [255, [255, 4]],
  ])(
    'behind %i statements of its batch',
    async (before, expected) => {
      const { ledger, parts, clock, scenario } = await foundCreditEngine();
      await record(ledger, clock, scenario.toAward());
      const final = scenario.awardFinal();
      clock.set(final.at);
      const { size } = ledger.head;
      const batches = watchBatches(parts);
      const { consortium } = scenario;
      const statements = [...tasks(consortium, before, 'before'), final.signed, ...tasks(consortium, 1, 'behind')];
      const indexes = await submitTogether(ledger, statements);
      expect(batches).toEqual(before === 253 ? [256, 1] : expected);
      const places = Array.from({ length: before + 1 }, (_, i) => size + i);
      expect(indexes).toEqual([...places, size + before + 3]);
      expect(kinds(await recordsFrom(ledger, size + before))).toEqual(['award-final', 'credit', 'credit', 'task']);
      await ledger.close();
    },
    30_000,
  );

  it('though a batch may hold one statement, or fewer bytes than it has', async () => {
    for (const batch of [
      { records: 1, bytes: 8 * 2 ** 20 },
      { records: 256, bytes: 1 },
      { records: 256, bytes: 10_000 },
    ]) {
      const { ledger, parts, clock, scenario } = await foundCreditEngine({ contributors: 5 }, { options: { batch } });
      await record(ledger, clock, scenario.toAward());
      const final = scenario.awardFinal();
      clock.set(final.at);
      const { size } = ledger.head;
      const batches = watchBatches(parts);
      await submitTogether(ledger, [...tasks(scenario.consortium, 2, 'before'), final.signed]);
      expect(batches).toEqual(batch.bytes === 10_000 ? [2, 6] : [1, 1, 6]);
      expect(kinds(await recordsFrom(ledger, size + 2))).toEqual(['award-final', ...Array(5).fill('credit')]);
      await ledger.close();
    }
  });

  it('of 64 lines, the most there are', async () => {
    const { ledger, parts, clock, scenario } = await foundCreditEngine({ contributors: 64 });
    await record(ledger, clock, scenario.toAward());
    const final = scenario.awardFinal();
    clock.set(final.at);
    const { size } = ledger.head;
    const batches = watchBatches(parts);
    const { consortium } = scenario;
    await submitTogether(ledger, [
      ...tasks(consortium, 200, 'before'),
      final.signed,
      ...tasks(consortium, 200, 'behind'),
    ]);
    expect(batches).toEqual([200, 256, 9]);
    const unit = await recordsFrom(ledger, size + 200);
    expect(credited(unit.slice(1, 65)).map(({ line }) => line)).toEqual(Array.from({ length: 64 }, (_, i) => i));
    expect(unit[65]?.statement.kind).toBe('task');
    const { state } = ledger.head;
    await ledger.close();

    await parts.index.clear();
    const again = await reopen(parts);
    expect(hex(again.head.state)).toBe(hex(state));
    await again.close();
  });
});

describe('operator-key', () => {
  it('is the answer without a key, and with one that is not the operator’s; all else goes on', async () => {
    const stranger = testOperator({
      founders: [{ id: OPERATOR, class: 'pharma', roles: [], keys: [testKey('stranger')] }],
    });
    for (const operator of [null, stranger]) {
      const { ledger, clock, scenario } = await foundCreditEngine({}, { operator });
      await record(ledger, clock, scenario.toAward());
      const { signed, at } = scenario.awardFinal();
      clock.set(at);
      const { size } = ledger.head;
      await expect(ledger.submit(signed).placed).rejects.toThrow(inputError('operator-key'));
      const [task] = tasks(scenario.consortium, 1, 'after');
      await expect(ledger.submit(task as SignedStatement).published).resolves.toEqual({ index: size, created: true });
      await ledger.close();
      expect(ledger.head.size).toBe(size + 1);
    }
  });

  it('is the answer as soon as the key has ended, and a restart with a new one goes on', async () => {
    const { ledger, parts, clock, scenario } = await foundCreditEngine();
    const { consortium } = scenario;
    const [old] = consortium.founders[0]?.keys ?? [];
    const next = testKey('platform next');
    await record(ledger, clock, scenario.toAward());
    const final = scenario.awardFinal();
    const enrol = consortium.statement('key', PHARMA, keyEnrolBody(consortium.origin, OPERATOR, next));
    const revoke = consortium.statement('key', PHARMA, keyRevokeBody(OPERATOR, old?.keyId ?? ''));
    const governed = [enrol, revoke].flatMap((signed) => [signed, consortium.endorsement(HOSPITAL, signed)]);
    clock.set(final.at);
    // In one batch: the key ends right before the statement that needs it.
    const tickets = [...governed, final.signed].map((signed) => ledger.submit(signed));
    await expect(tickets.at(-1)?.published).rejects.toThrow(inputError('operator-key'));
    await Promise.all(tickets.slice(0, -1).map(({ published }) => published));
    await ledger.close();

    const { size } = ledger.head;
    const operator = testOperator({ founders: [{ id: OPERATOR, class: 'pharma', roles: [], keys: [next] }] });
    const again = await reopen({ ...parts, operator });
    await record(again, clock, [final]);
    const unit = await recordsFrom(again, size);
    expect(kinds(unit)).toEqual(['award-final', 'credit', 'credit']);
    expect(unit.slice(1).map(({ keyId }) => keyId)).toEqual([next.keyId, next.keyId]);
    await again.close();
  });

  it('stops the ledger before anything is committed when the key signs what does not verify', async () => {
    const consortium = creditConsortium();
    const operator = { ...testOperator(consortium), sign: () => new Uint8Array(64).fill(1) };
    const { ledger, clock, scenario } = await foundCreditEngine({}, { operator });
    await record(ledger, clock, scenario.toAward());
    const { signed, at } = scenario.awardFinal();
    clock.set(at);
    const { size } = ledger.head;
    await expect(ledger.submit(signed).placed).rejects.toThrow(inputError('stopped'));
    expect(ledger.status.failure).toMatchObject({ code: 'self-check' });
    expect(ledger.head.size).toBe(size);
    await ledger.close();
  });
});

describe('a sum that the account tree cannot hold', () => {
  it('is refused at the source, and the ledger goes on', async () => {
    const budget = '9'.repeat(38);
    const { ledger, clock, scenario } = await foundCreditEngine({
      policy: { budget, window: { rounds: 1, seconds: 60 } },
    });
    const { consortium } = scenario;
    await record(ledger, clock, scenario.toAward());
    await record(ledger, clock, [scenario.awardFinal()]);
    const [own] = (await recordsFrom(ledger, 0)).filter(({ statement }) => statement.kind === 'credit');
    const { beneficiary, amount } = credited(own === undefined ? [] : [own])[0] ?? { beneficiary: '', amount: '' };
    const other = beneficiary === PHARMA ? HOSPITAL : PHARMA;
    // Passing the credit on issues it again: after some rounds the total would reach 2^128.
    let [holder, credit, receiver] = [beneficiary, own?.digest ?? '', other];
    for (let passed = BigInt(budget); passed + BigInt(amount) < 2n ** 128n; passed += BigInt(amount)) {
      await record(ledger, clock, [scenario.transfer(holder, credit, receiver, amount)]);
      credit = (await recordsFrom(ledger, ledger.head.size - 1))[0]?.digest ?? '';
      [holder, receiver] = [receiver, holder];
    }
    const { signed, at } = scenario.transfer(holder, credit, receiver, amount);
    clock.set(at);
    await expect(ledger.submit(signed).placed).rejects.toThrow(inputError('account-overflow'));
    const task = consortium.statement('task', AGGREGATOR, taskBody({ task: 'after' }));
    await expect(ledger.submit(task).placed).resolves.toMatchObject({ created: true });
    await ledger.close();
  });
});

describe('start-up', () => {
  it('rebuilds the same state from the records', async () => {
    const { ledger, parts, clock, scenario } = await foundCreditEngine();
    await record(ledger, clock, scenario.toAward());
    await record(ledger, clock, [scenario.awardFinal()]);
    await ledger.close();
    const before = await ledger.stateUnder('', 1000);
    await parts.index.clear();
    const again = await reopen(parts);
    expect(await again.stateUnder('', 1000)).toEqual(before);
    await again.close();
  });

  it.each([
    ['before the last of the credits', 1],
    ['before all of the credits', 2],
  ])('refuses a log that ends %s', async (_, missing) => {
    const consortium = creditConsortium();
    const scenario = new CreditScenario(consortium);
    const whole = new NaiveLedger(consortium.origin, consortium.logKey, testOperator(consortium));
    whole.appendAll(consortium.founding());
    for (const { signed, at } of [...scenario.toAward(), scenario.awardFinal()])
      whole.append(signed, formatInstant(at));

    const open = async (size: number): Promise<Ledger> => {
      const store = createMemoryStore();
      const records = whole.records.slice(0, size).map((bytes) => ({ bytes, leafHash: hashLeaf(bytes) }));
      await store.objects.put(TreeEdge.empty().append(records).objects);
      const head = { generation: 1, size, root: whole.root(size), state: whole.accountRoot(size) };
      await store.head.compareAndSwap(undefined, encodeHead(head));
      return reopen(engineParts(consortium, { store, clock: manualClock(scenario.at) }));
    };
    await expect(open(whole.size - missing)).rejects.toThrow(inputError('integrity'));
    const ledger = await open(whole.size);
    expect(ledger.head.size).toBe(whole.size);
    await ledger.close();
  });
});
