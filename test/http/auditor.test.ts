/**
 * An auditor cosigns what keeps the rules, after it has replayed it, and nothing else; what it found it remembers.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { flip, withFile } from '../_util/audit.ts';
import { keyEnrolBody, keyRevokeBody, taskBody } from '../_util/bodies.ts';
import type { Consortium } from '../_util/consortium.ts';
import { CreditLedger } from '../_util/credit-ledger.ts';
import { TREASURER } from '../_util/credit-scenario.ts';
import { type Accounting, DishonestLedger } from '../_util/dishonest-ledger.ts';
import { forgeRecord } from '../_util/forge.ts';
import { testKey } from '../_util/keys.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';
import { smallConsortium, tasks } from '../_util/stored-ledger.ts';
import { AUDITOR, TestAuditor } from './_auditor.ts';
import { cosignedAt } from './_witness.ts';

beforeAll(installNodePrimitives);

const STEWARD = 'daejeon-institute';

const open: TestAuditor[] = [];
async function start(ledger: NaiveLedger, setUp?: (auditor: TestAuditor) => void): Promise<TestAuditor> {
  const auditor = await TestAuditor.start(ledger, setUp);
  open.push(auditor);
  return auditor;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((auditor) => auditor.close()));
});

/** Five founding records and four tasks. */
function founded(): { consortium: Consortium; ledger: NaiveLedger } {
  const consortium = smallConsortium();
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  ledger.appendAll([...consortium.founding(), ...tasks(consortium, 4, 'early')]);
  return { consortium, ledger };
}

describe('an honest ledger', () => {
  it('is cosigned from size to size, over the ends of pages', async () => {
    const { consortium, ledger } = founded();
    const auditor = await start(ledger);
    let last = 0;
    for (const count of [0, 1, 246, 1, 60, 0]) {
      ledger.appendAll(tasks(consortium, count, `t${ledger.size}`));
      const { status, text } = await auditor.submit(last);
      expect([ledger.size, status]).toEqual([ledger.size, 200]);
      expect(cosignedAt(ledger.publish(), text, AUDITOR)).toBe(Date.UTC(2026, 10, 25) / 1000);
      last = ledger.size;
    }
    expect(await readdir(auditor.copy)).toEqual(['000', '001']);
  });

  it('is replayed after a restart from the own copy: the log is asked for nothing that was cosigned', async () => {
    const { consortium, ledger } = founded();
    ledger.appendAll(tasks(consortium, 300));
    const auditor = await start(ledger);
    expect((await auditor.submit(0)).status).toBe(200);
    auditor.log.asked.length = 0;
    auditor.log.status = 503;
    await auditor.restart();
    expect((await auditor.ask(309)).status).toBe(200); // the same again needs nothing new
    expect(auditor.log.asked).toEqual([]);
    auditor.log.status = undefined;
    ledger.appendAll(tasks(consortium, 3, 'more'));
    expect((await auditor.submit(309)).status).toBe(200);
    expect(auditor.log.asked).not.toContain('/tile/entries/000');
  });

  it.each([
    ['a byte changed', async (path: string) => writeFile(path, flip(await readFile(path), 2000))],
    ['cut off', async (path: string) => writeFile(path, (await readFile(path)).subarray(0, 5000))],
    ['gone', (path: string) => rm(path)],
  ])('is fetched again where the own copy was tampered with: %s', async (_, tamper) => {
    const { consortium, ledger } = founded();
    ledger.appendAll(tasks(consortium, 300));
    const auditor = await start(ledger);
    await auditor.submit(0);
    await tamper(join(auditor.copy, '000'));
    await auditor.restart();
    ledger.appendAll(tasks(consortium, 1, 'more'));
    expect((await auditor.submit(309)).status).toBe(200);
    expect(auditor.reports).toContainEqual(expect.objectContaining({ level: 'warn', size: 309 }));
    expect(auditor.log.asked.filter((path) => path === '/tile/entries/000').length).toBe(2);
  });

  it('is read with its token, and not without', async () => {
    const { ledger } = founded();
    const auditor = await start(ledger, (made) => {
      made.log.token = 'secret-of-the-readers';
    });
    const refused = await auditor.submit(0);
    expect([refused.status, refused.headers['retry-after'], refused.json.code]).toEqual([503, '5', 'not-followed']);
    expect(refused.text).toContain('401');
    auditor.readingToken = 'secret-of-the-readers';
    await auditor.restart();
    expect((await auditor.submit(0)).status).toBe(200);
  });
});

describe('a replay that takes long', () => {
  it('goes on while the client is told to come again', async () => {
    const { consortium, ledger } = founded();
    ledger.appendAll(tasks(consortium, 20));
    const auditor = await start(ledger, (made) => {
      made.waitMs = 50;
    });
    let release = (): void => {};
    auditor.log.gate = new Promise((resolve) => {
      release = resolve;
    });
    for (let i = 0; i < 2; i++) {
      const { status, headers, json } = await auditor.submit(0);
      expect([status, headers['retry-after'], json.code]).toEqual([503, '5', 'still-following']);
    }
    release();
    for (let status = 503; status !== 200; ) {
      ({ status } = await auditor.ask(0));
      expect([200, 503]).toContain(status);
    }
    expect(auditor.log.asked.filter((path) => path.includes('entries')).length).toBe(1);
  });

  it('does not keep the auditor from closing', async () => {
    const { ledger } = founded();
    const auditor = await start(ledger, (made) => {
      made.waitMs = 10;
    });
    let release = (): void => {};
    auditor.log.gate = new Promise((resolve) => {
      release = resolve;
    });
    expect((await auditor.submit(0)).status).toBe(503);
    auditor.waitMs = 20_000;
    const closed = auditor.restart();
    release();
    await closed;
    expect((await auditor.submit(0)).status).toBe(200);
  });
});

describe('a source that lies', () => {
  it('is no evidence against the log: nothing is signed, nothing held against it', async () => {
    const { consortium, ledger } = founded();
    const auditor = await start(ledger);
    await auditor.submit(0);
    ledger.appendAll(tasks(consortium, 3, 'late'));
    const path = 'tile/entries/000.p/12';
    for (const edit of [
      (bytes: Uint8Array) => flip(bytes, bytes.length - 30),
      (bytes: Uint8Array) => bytes.slice(0, -1),
      () => undefined,
    ]) {
      const answer = await auditor.submit(9, (files) =>
        withFile(files, path, edit(files.get(path) ?? new Uint8Array())),
      );
      expect([answer.status, answer.json.code]).toEqual([503, 'not-followed']);
    }
    expect((await auditor.submit(9)).status).toBe(200);
  });

  it('that answers without end is cut off', async () => {
    const { ledger } = founded();
    const auditor = await start(ledger);
    const answer = await auditor.submit(0, (files) =>
      withFile(files, 'tile/entries/000.p/9', new Uint8Array(17_000_000)),
    );
    expect([answer.status, answer.json.code]).toEqual([503, 'not-followed']);
  });
});

describe('I11: two histories signed with the key of the log', () => {
  it('the second is refused, at the same size and at a larger one', async () => {
    const { consortium, ledger } = founded();
    const auditor = await start(ledger);
    await auditor.submit(0);
    const [twin, other] = [ledger.fork(), consortium.fork()];
    ledger.appendAll(tasks(consortium, 3, 'ours'));
    expect((await auditor.submit(9)).status).toBe(200);
    twin.appendAll(tasks(other, 3, 'theirs'));
    expect((await auditor.submit(12, undefined, twin)).json).toMatchObject({
      status: 422,
      code: 'bad-consistency-proof',
    });
    twin.appendAll(tasks(other, 3, 'more'));
    expect((await auditor.submit(12, undefined, twin)).json).toMatchObject({
      status: 422,
      code: 'bad-consistency-proof',
    });
  });
});

interface Crime {
  readonly name: string;
  readonly make: () => { before?: number; ledger: NaiveLedger };
  readonly code: string;
  /** The record that the auditor names. */
  readonly index: number;
}

/** The records of a dishonest accounting of an honest history. */
function accounted(
  accounting: Accounting,
  change: (consortium: Consortium, ledger: NaiveLedger) => void = () => {},
): NaiveLedger {
  const { consortium, ledger } = founded();
  change(consortium, ledger);
  ledger.appendAll(tasks(consortium, 2, 'after'));
  return new DishonestLedger(ledger, accounting).ledger;
}

const CRIMES: readonly Crime[] = [
  {
    name: 'I3: a record that its author did not sign',
    make: () => {
      const { consortium, ledger } = founded();
      const [forged] = tasks(consortium, 1, 'forged');
      if (forged === undefined) throw new Error('no task');
      ledger.append({ ...forged, signature: flip(forged.signature, 40) });
      ledger.appendAll(tasks(consortium, 2, 'after'));
      return { ledger };
    },
    code: 'bad-signature',
    index: 9,
  },
  {
    name: 'I5: a record dropped from its account',
    make: () => ({ ledger: accounted({ account: (_, index) => (index === 8 ? 'system' : undefined) }) }),
    code: 'state-differs',
    index: 9,
  },
  {
    name: 'a revocation hidden from its account',
    make: () => ({
      ledger: accounted(
        {
          account: ({ statement: { kind, body } }) =>
            kind === 'key' && body.change === 'revoke' ? 'system' : undefined,
        },
        (consortium, ledger) => {
          const key = testKey('a second key of the steward');
          ledger.append(consortium.statement('key', STEWARD, keyEnrolBody(consortium.origin, STEWARD, key)));
          ledger.append(consortium.statement('key', STEWARD, keyRevokeBody(STEWARD, key.keyId)));
        },
      ),
    }),
    code: 'state-differs',
    index: 11,
  },
  {
    name: 'a record back-dated before the one in front of it',
    make: () => {
      const { consortium, ledger } = founded();
      ledger.appendAll(tasks(consortium, 1, 'dated'));
      forgeRecord(ledger, 9, (document) => {
        document.recordedAt = '2026-11-01T00:00:00.000Z';
      });
      return { ledger };
    },
    code: 'clock-backwards',
    index: 9,
  },
  {
    name: 'a statement of what the rules refuse',
    make: () => {
      const { consortium, ledger } = founded();
      ledger.appendUnjudged(consortium.fork().statement('task', STEWARD, taskBody({ task: 'early-0' })));
      return { ledger };
    },
    code: 'name-taken',
    index: 9,
  },
  {
    name: 'I4, I6: an award with a micro-credit moved from one line to another',
    make: () => {
      const made = new CreditLedger({ rounds: 2 });
      const { scenario } = made;
      for (const step of [...scenario.setUp(), ...scenario.round(), ...scenario.round()]) made.force(step);
      const consortium = scenario.consortium.fork();
      const { at } = scenario.proposeAward();
      const body = structuredClone(scenario.awardBody);
      const [first, second, ...rest] = body?.lines ?? [];
      if (body === undefined || first === undefined || second === undefined) throw new Error('two lines are needed');
      const by = (amount: string, delta: bigint): string => String(BigInt(amount) + delta);
      const lines = [
        { ...first, amount: by(first.amount, 1n) },
        { ...second, amount: by(second.amount, -1n) },
        ...rest,
      ];
      made.force({ signed: consortium.statement('award', TREASURER, { ...body, lines }), at });
      return { ledger: made.ledger };
    },
    code: 'award-differs',
    index: -1,
  },
];

describe('an operator that breaks the rules', () => {
  it.each(CRIMES)('is not cosigned, and the record is named: $name', async ({ make, code, index }) => {
    const { ledger } = make();
    const named = index < 0 ? ledger.size - 1 : index;
    const auditor = await start(ledger);
    const refused = await auditor.submit(0);
    expect(refused.json).toMatchObject({ status: 422, code: 'rules-broken' });
    expect(refused.json.detail).toContain(`record ${named}: ${code}: `);
    expect(auditor.reports).toContainEqual(expect.objectContaining({ level: 'error', code, index: named }));
    const stopped = JSON.parse(await readFile(auditor.stateFiles.stopped, 'utf8'));
    expect(stopped).toMatchObject({ origin: ledger.origin, code, size: ledger.size, at: '2026-11-25T00:00:00.000Z' });
    await expect(readFile(auditor.stateFiles.state)).rejects.toThrow('ENOENT');
  });

  it('is not cosigned any more, after a restart and for a smaller size neither, until an operator has looked', async () => {
    const { consortium, ledger } = founded();
    const auditor = await start(ledger);
    expect((await auditor.submit(0)).status).toBe(200);
    const honest = ledger.fork();
    honest.appendAll(tasks(consortium.fork(), 1, 'honest'));
    ledger.appendUnjudged(consortium.fork().statement('task', STEWARD, taskBody({ task: 'early-0' })));
    expect((await auditor.submit(9)).status).toBe(422);
    await auditor.restart();
    auditor.log.asked.length = 0;
    for (const what of [ledger, honest]) {
      const { status, json } = await auditor.submit(9, undefined, what);
      expect([status, json.detail]).toEqual([422, expect.stringContaining('record 9: name-taken')]);
    }
    expect(auditor.log.asked).toEqual([]);
    const ready = await auditor.get('/readyz');
    expect([ready.status, ready.json.logs[0]]).toEqual([503, expect.objectContaining({ size: 9, code: 'name-taken' })]);
    await rm(auditor.stateFiles.stopped);
    await auditor.restart();
    expect((await auditor.submit(9, undefined, honest)).status).toBe(200);
  });
});
