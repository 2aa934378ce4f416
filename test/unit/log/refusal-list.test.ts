/**
 * The list of refusals: bounds, and when the ledger records it.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LedgerRecord, parseRecord, type SignedStatement } from '../../../src/core/record/record.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import { RefusalList, type Refused } from '../../../src/log/refusal-list.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { digestOf, keyEnrolBody, taskBody } from '../../_util/bodies.ts';
import { Consortium } from '../../_util/consortium.ts';
import { recordsFrom } from '../../_util/credit-engine.ts';
import { manualClock } from '../../_util/credit-scenario.ts';
import { type EngineOptions, engineParts, foundEngine, reopen } from '../../_util/engine.ts';
import { withFault } from '../../_util/faulty-ports.ts';
import { testKey } from '../../_util/keys.ts';
import { testOperator } from '../../_util/operator.ts';
import { PLAIN_FOUNDERS } from '../../_util/random-history.ts';

installNodePrimitives();

const AT = '2026-11-23T12:00:00.000Z';

function refusedOf(author: string, name: string): Refused {
  return { statement: digestOf(`${author} ${name}`), author, code: 'chain', at: AT };
}

describe('the bounds of a list', () => {
  const newList = (): RefusalList => new RefusalList(60_000, () => undefined);

  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are 64 entries, 8 of an author; what is beyond is counted', () => {
    const list = newList();
    for (let i = 0; i < 10; i++) list.add(refusedOf('flooder', String(i)));
    const first = list.next(true);
    expect(first).toMatchObject({ first: refusedOf('flooder', '0').statement, omitted: 2 });
    expect(first?.refused).toHaveLength(8);
    list.settle('later');
    for (let author = 0; author < 20; author++)
      for (let i = 0; i < 4; i++) list.add(refusedOf(`author-${author}`, String(i)));
    const second = list.next(true);
    expect(second?.refused).toHaveLength(64);
    expect(second?.omitted).toBe(2 + 80 - 56);
  });

  it('hold what is added while a list is being recorded for the next one, or for the same if it must wait', () => {
    const list = newList();
    list.add(refusedOf('a', '1'));
    expect(list.next(true)?.refused).toHaveLength(1);
    list.add(refusedOf('a', '2'));
    expect(list.next(true)).toBeUndefined();
    list.settle('later');
    expect(list.next(true)?.refused).toEqual([refusedOf('a', '1'), refusedOf('a', '2')]);
    for (let i = 0; i < 70; i++) list.add(refusedOf(`b-${i}`, '3'));
    list.settle('later');
    const next = list.next(true);
    expect(next).toMatchObject({ omitted: 2 + 6 });
    list.add(refusedOf('a', '4'));
    list.settle('committed');
    expect(list.next(true)?.refused).toEqual([refusedOf('a', '4')]);
  });

  it('list a statement once, in this list and in later ones', () => {
    const list = newList();
    for (let i = 0; i < 3; i++) list.add(refusedOf('a', 'same'));
    expect(list.next(true)).toEqual({
      first: refusedOf('a', 'same').statement,
      refused: [refusedOf('a', 'same')],
      omitted: 0,
    });
    list.settle('committed');
    list.add(refusedOf('a', 'same'));
    expect(list.next(true)).toBeUndefined();
    list.add(refusedOf('a', 'other'));
    expect(list.next(true)?.refused).toEqual([refusedOf('a', 'other')]);
  });

  it('are free again once the list is committed, and not where it has to wait', () => {
    const list = newList();
    for (let i = 0; i < 9; i++) list.add(refusedOf('a', String(i)));
    list.settle('later');
    expect(list.next(true)).toMatchObject({ omitted: 1 });
    list.settle('committed');
    list.add(refusedOf('a', '8'));
    expect(list.next(true)).toMatchObject({ omitted: 0, refused: [refusedOf('a', '8')] });
  });

  it('make it due an interval after its first entry, and after every attempt', () => {
    const due = vi.fn<() => void>();
    const list = new RefusalList(60_000, due);
    list.add(refusedOf('a', '1'));
    vi.advanceTimersByTime(59_999);
    list.add(refusedOf('a', '2'));
    expect(list.next(false)).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(due).toHaveBeenCalledTimes(1);
    expect(list.next(false)?.refused).toHaveLength(2);
    list.settle('later');
    expect(list.next(false)).toBeUndefined();
    vi.advanceTimersByTime(60_000);
    expect(list.next(false)?.refused).toHaveLength(2);
    list.settle('committed');
    vi.advanceTimersByTime(600_000);
    expect(due).toHaveBeenCalledTimes(2);
  });
});

const [STEWARD, MEMBER] = ['hangang-pharma', 'namsan-hospital'] as const;
const INTERVAL_MS = 20;
const START_MS = Date.UTC(2026, 10, 23, 9);

interface Bench {
  readonly ledger: Ledger;
  readonly consortium: Consortium;
  readonly clock: ReturnType<typeof manualClock>;
  readonly parts: Awaited<ReturnType<typeof foundEngine>>['parts'];
  /** Size after the founding. */
  readonly size: number;
}

async function bench(engine: EngineOptions = {}): Promise<Bench> {
  const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
  const clock = manualClock(START_MS);
  const { ledger, parts } = await foundEngine(consortium, {
    ...engine,
    clock,
    options: { refusalsIntervalMs: INTERVAL_MS },
  });
  return { ledger, consortium, clock, parts, size: ledger.head.size };
}

/** A task in a metric that no vocabulary has. */
function wrong(consortium: Consortium, author: string, name: string): SignedStatement {
  return consortium.statement('task', author, taskBody({ task: name, metric: 'none' }), { stray: true });
}

async function refuse(ledger: Ledger, signed: SignedStatement, code = 'vocabulary'): Promise<void> {
  await expect(ledger.submit(signed).published).rejects.toMatchObject({ code });
}

function lists(records: readonly LedgerRecord[]) {
  return records.flatMap(({ statement }) => (statement.kind === 'refusals' ? [statement.body] : []));
}

/** The records past the founding, once there are `count` of them. */
async function grown({ ledger, size }: Bench, count: number): Promise<LedgerRecord[]> {
  // Lets the timers of the ledger run meanwhile.
  await vi.waitFor(() => expect(ledger.head.size).toBe(size + count), { timeout: 30_000 });
  return recordsFrom(ledger, size);
}

/** Timers run when a test says so: a list that falls due while a slow machine still refuses would be another list. */
function onOwnTimers(): void {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());
}

describe('the ledger', () => {
  onOwnTimers();

  it('records what a rule refused, an interval later, signed by the operator', async () => {
    const test = await bench();
    const { ledger, consortium, clock } = test;
    const first = wrong(consortium, STEWARD, 'a');
    await refuse(ledger, first);
    clock.set(START_MS + 5);
    const second = consortium.statement('task', MEMBER, taskBody(), {
      stray: true,
      chain: { sequence: 9, previous: '0'.repeat(64) },
    });
    await refuse(ledger, second, 'chain');
    const [listed] = await grown(test, 1);
    expect(listed?.statement).toMatchObject({
      kind: 'refusals',
      author: consortium.operator,
      signing: { meaning: 'responsibility' },
      body: {
        first: first.digest,
        refused: [
          { statement: first.digest, author: STEWARD, code: 'vocabulary', at: '2026-11-23T09:00:00.000Z' },
          { statement: second.digest, author: MEMBER, code: 'chain', at: '2026-11-23T09:00:00.005Z' },
        ],
        omitted: 0,
      },
    });
    await ledger.close();
    expect(ledger.head.size).toBe(test.size + 1);
  });

  it('records nothing that its author’s key did not sign, and nothing that is known', async () => {
    const { ledger, consortium, size } = await bench();
    const stranger = testKey('stranger');
    const task = taskBody({ task: 'a' });
    await refuse(
      ledger,
      consortium.statement('task', STEWARD, task, { key: stranger, stray: true }),
      'key-not-authors',
    );
    await refuse(
      ledger,
      consortium.statement('task', 'nobody', task, { key: stranger, stray: true }),
      'author-unknown',
    );
    const forged = wrong(consortium, STEWARD, 'b');
    await refuse(ledger, { ...forged, signature: new Uint8Array(64) }, 'bad-signature');
    const good = consortium.statement('task', STEWARD, task);
    await ledger.submit(good).published;
    await expect(ledger.submit(good).published).resolves.toEqual({ index: size, created: false });
    await ledger.close();
    expect(ledger.head.size).toBe(size + 1);
  });

  it('waits a second between lists, and leaves out at the end what falls in that second', async () => {
    const test = await bench();
    const { ledger, consortium, clock, parts } = test;
    await refuse(ledger, wrong(consortium, STEWARD, 'a'));
    await grown(test, 1);
    const second = wrong(consortium, STEWARD, 'b');
    await refuse(ledger, second);
    await vi.advanceTimersByTimeAsync(4 * INTERVAL_MS);
    expect(ledger.head.size).toBe(test.size + 1);
    clock.set(START_MS + 1000);
    const records = await grown(test, 2);
    expect(lists(records).map(({ first }) => first)[1]).toBe(second.digest);
    await refuse(ledger, wrong(consortium, STEWARD, 'c'));
    await ledger.close();
    expect(ledger.head.size).toBe(test.size + 2);

    const again = await reopen(parts);
    const last = wrong(consortium, STEWARD, 'd');
    await refuse(again, last);
    clock.set(START_MS + 2000);
    await again.close();
    const [, , listed] = lists(await recordsFrom(again, test.size));
    expect(listed?.refused.map(({ statement }) => statement)).toEqual([last.digest]);
    expect(again.published?.size).toBe(again.head.size);
  });

  it('goes on when the clock steps back between a refusal and its list', async () => {
    const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
    let now = START_MS;
    const clock = { now: () => now, monotonic: () => START_MS };
    const { ledger } = await foundEngine(consortium, { clock, options: { refusalsIntervalMs: 60_000 } });
    const { size } = ledger.head;
    const steps = [20, 0, 10];
    for (const step of steps) {
      now = START_MS + step;
      await refuse(ledger, wrong(consortium, MEMBER, `at-${step}`));
    }
    now = START_MS + 5;
    await ledger.close();
    const [listed] = lists(await recordsFrom(ledger, size));
    expect(listed?.refused.map(({ at }) => at)).toEqual(steps.map(() => '2026-11-23T09:00:00.020Z'));
  });

  it('never keeps a submission from its place', async () => {
    const test = await bench();
    const { ledger, consortium } = test;
    const all = Array.from({ length: 300 }, (_, i) =>
      i % 3 === 0
        ? wrong(consortium, MEMBER, `wrong-${i}`)
        : consortium.statement('task', STEWARD, taskBody({ task: `task-${i}` })),
    );
    const tickets = all.map((signed) => ledger.submit(signed));
    const codes = await Promise.all(
      tickets.map(({ published }) =>
        published.then(
          () => undefined,
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(codes).toEqual(all.map((_, i) => (i % 3 === 0 ? 'vocabulary' : undefined)));
    test.clock.set(START_MS + 2000); // lists keep a second apart
    await ledger.close();
    const listed = lists(await recordsFrom(ledger, test.size));
    // A batch holds 256 statements, so the refusals fall into one list or two.
    const [entries, omitted] = [listed.flatMap(({ refused }) => refused), listed.map((list) => list.omitted)];
    expect(entries.length + omitted.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(listed[0]?.refused).toHaveLength(8);
  });

  it('keeps the list while the operator’s key is not live, and records it once it is', async () => {
    const next = testKey('platform next');
    const operator = testOperator({
      founders: [{ id: 'platform', class: 'platform-operator', roles: [], keys: [next] }],
    });
    const test = await bench({ operator });
    const { ledger, consortium } = test;
    const first = wrong(consortium, STEWARD, 'a');
    await refuse(ledger, first);
    await vi.advanceTimersByTimeAsync(4 * INTERVAL_MS);
    expect(ledger.head.size).toBe(test.size);
    const body = keyEnrolBody(consortium.origin, consortium.operator, next);
    const enrol = consortium.statement('key', STEWARD, body);
    for (const signed of [enrol, consortium.endorsement(MEMBER, enrol)]) await ledger.submit(signed).published;
    const [, , listed] = await grown(test, 3);
    expect(listed).toMatchObject({ keyId: next.keyId, statement: { body: { first: first.digest } } });
    await ledger.close();
  });

  it('lists nothing without a key, and ends all the same', async () => {
    const { ledger, consortium, size } = await bench({ operator: null });
    await refuse(ledger, wrong(consortium, STEWARD, 'a'));
    await vi.advanceTimersByTimeAsync(4 * INTERVAL_MS);
    await ledger.close();
    expect(ledger.head.size).toBe(size);
  });

  it('records no refusal that rests on a batch that was not committed', async () => {
    const consortium = new Consortium({ founders: PLAIN_FOUNDERS });
    const clock = manualClock(START_MS);
    const { ledger: founded, parts } = await foundEngine(consortium, { clock });
    await founded.close();
    const { size } = founded.head;
    const faulty = withFault(engineParts(consortium, { store: parts.store, clock }), undefined);
    const ledger = await reopen(faulty.parts);
    faulty.log.struck = true;
    const tickets = [
      ledger.submit(consortium.statement('task', STEWARD, taskBody())),
      ledger.submit(wrong(consortium, MEMBER, 'a')),
    ];
    for (const { placed } of tickets) await expect(placed).rejects.toMatchObject({ code: 'stopped' });
    faulty.log.struck = false;
    await ledger.close();
    const again = await reopen(engineParts(consortium, { store: parts.store, clock }));
    await again.close();
    expect(again.head.size).toBe(size);
  });
});

describe('a list recorded by somebody else', () => {
  onOwnTimers();

  it('is one of the operator’s chain: the ledger goes on behind it', async () => {
    const { ledger, consortium, clock, size } = await bench();
    const refused = [{ statement: digestOf('x'), author: STEWARD, code: 'chain', at: '2026-11-23T09:00:00.000Z' }];
    const body = { first: digestOf('x'), refused, omitted: 0 };
    await ledger.submit(consortium.statement('refusals', consortium.operator, body)).published;
    clock.set(START_MS + 1000);
    await refuse(ledger, wrong(consortium, STEWARD, 'a'));
    await ledger.close();
    const chains = (await recordsFrom(ledger, size)).map(({ bytes }) => parseRecord(bytes).statement.chain.sequence);
    expect(chains[1]).toBe(Number(chains[0]) + 1);
  });
});
