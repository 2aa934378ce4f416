/**
 * The monitor of an institution against operators that cheat it: each is seen at the next look, once, and named by its record.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import type { HeldReceipt } from '../../../src/verify/monitor/watch-receipts.ts';
import { flip } from '../../_util/audit.ts';
import { keyEnrolBody, keyRevokeBody, roleBody, taskBody } from '../../_util/bodies.ts';
import { CreditLedger } from '../../_util/credit-ledger.ts';
import { PHARMA as CREDIT_PHARMA, TREASURER } from '../../_util/credit-scenario.ts';
import { DishonestLedger } from '../../_util/dishonest-ledger.ts';
import { testKey } from '../../_util/keys.ts';
import type { NaiveLedger } from '../../_util/naive-ledger.ts';
import { cosigners, found, policyOf, SECOND_WITNESS, WITNESS } from '../../_util/proven-ledger.ts';
import { naiveFiles, tasks } from '../../_util/stored-ledger.ts';
import { PHARMA, scene, show, watch } from '../../_util/watching.ts';

beforeAll(installNodePrimitives);

const STEWARD = 'daejeon-institute';

describe('an honest ledger', () => {
  it('causes nothing, first look and later ones, over many pages', async () => {
    const { consortium, ledger, watching, know } = scene();
    show(watching, ledger);
    expect(await watching.look()).toEqual([]);
    ledger.appendAll(tasks(consortium, 300));
    const own = consortium.statement('task', PHARMA, taskBody({ task: 'ours' }));
    know(own.digest);
    ledger.append(own);
    show(watching, ledger);
    expect(await watching.look()).toEqual([]);
    expect(watching.last).toMatchObject({ size: ledger.size, notices: [], unreached: undefined });
  });
});

describe('I3: a statement in the name of the institution', () => {
  it('that it did not make is an alarm within one look, gone when it turns out to be its own', async () => {
    const { consortium, ledger, watching, know } = scene();
    show(watching, ledger);
    await watching.look();
    const stolen = consortium.statement('task', PHARMA, taskBody({ task: 'stolen' }));
    const index = ledger.append(stolen);
    show(watching, ledger);
    expect(await watching.look()).toEqual([`foreign-statement@${index}`]);
    expect(await watching.look()).toEqual([]);
    watching.restart();
    expect(await watching.look()).toEqual([]);
    know(stolen.digest);
    expect(await watching.look()).toEqual([]);
    expect(watching.last?.resolved).toMatchObject([{ code: 'foreign-statement', index }]);
  });

  it('is found in the past as well, and behind a record that the rules refuse', async () => {
    const { consortium, ledger, watching } = scene();
    const old = ledger.append(consortium.statement('task', PHARMA, taskBody({ task: 'old' })));
    show(watching, ledger);
    expect(await watching.look()).toEqual([`foreign-statement@${old}`]);
    const refused = ledger.appendUnjudged(consortium.statement('task', STEWARD, taskBody({ task: 'old' })));
    const after = ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody({ task: 'after' })));
    show(watching, ledger);
    expect(new Set(await watching.look())).toEqual(new Set([`name-taken@${refused}`, `foreign-statement@${after}`]));
  });

  it('is a notice where nothing is said to be its own, from the first look on', async () => {
    const { consortium, ledger, watching } = scene({ isOwnComplete: false });
    ledger.append(consortium.statement('task', PHARMA, taskBody({ task: 'old' })));
    show(watching, ledger);
    expect(await watching.look()).toEqual([]);
    expect(watching.last?.notices).toEqual([]);
    const index = ledger.append(consortium.statement('task', PHARMA, taskBody({ task: 'new' })));
    show(watching, ledger);
    expect(await watching.look()).toEqual([]);
    expect(watching.last?.notices).toMatchObject([{ code: 'own-statement', index }]);
    await watching.look();
    expect(watching.last?.notices).toEqual([]);
  });
});

describe('key, role and standing of the institution', () => {
  it('are alarms from the first look on, whoever signed; its own are notices', async () => {
    const { consortium, ledger, watching, know } = scene();
    show(watching, ledger);
    expect(await watching.look()).toEqual([]); // the founding is history
    const key = testKey('hangang-pharma next');
    const enrol = consortium.statement('key', PHARMA, keyEnrolBody(consortium.origin, PHARMA, key));
    const role = consortium.statement('role', STEWARD, roleBody(PHARMA, 'steward', { change: 'end' }));
    know(enrol.digest);
    const [enrolled, ended] = ledger.appendAll([enrol, role]);
    show(watching, ledger);
    expect(await watching.look()).toEqual([`role-event@${ended}`]);
    expect(watching.last?.notices).toMatchObject([{ code: 'key-event', index: enrolled }]);
    const revoke = consortium.statement('key', STEWARD, {
      ...keyRevokeBody(PHARMA, key.keyId),
      compromisedSince: enrolled ?? 0,
    });
    const revoked = ledger.append(revoke);
    show(watching, ledger);
    expect(await watching.look()).toEqual([`key-event@${revoked}`]);
    expect(watching.last?.fresh[0]?.message).toContain(`compromised since record ${enrolled}`);
  });
});

describe('I4, I5: an operator that cheats', () => {
  it('drops a record from its account: seen at the record that commits to it', async () => {
    const { consortium, ledger, watching, know } = scene();
    const own = consortium.statement('task', PHARMA, taskBody({ task: 'dropped' }));
    know(own.digest);
    const left = ledger.append(own);
    ledger.appendAll(tasks(consortium, 2));
    const dishonest = new DishonestLedger(ledger, { account: (_, i) => (i === left ? 'system' : undefined) });
    show(watching, dishonest.ledger, () => dishonest.files());
    expect(await watching.look()).toEqual([`state-differs@${left + 1}`]);
    watching.restart();
    expect(await watching.look()).toEqual([]);
  });

  it('pads another account', async () => {
    const { consortium, ledger, watching } = scene();
    const [padded = 0] = ledger.appendAll(tasks(consortium, 3));
    const dishonest = new DishonestLedger(ledger, { account: (_, i) => (i === padded ? PHARMA : undefined) });
    show(watching, dishonest.ledger, () => dishonest.files());
    expect(await watching.look()).toEqual([`state-differs@${padded + 1}`]);
  });

  it('hides a revocation from the account of the key, or goes on recording under it', async () => {
    const { consortium, ledger, watching, know } = scene();
    const [, , pharma] = consortium.founders;
    const other = testKey('hangang-pharma second');
    const enrol = consortium.statement('key', PHARMA, keyEnrolBody(consortium.origin, PHARMA, other));
    const revoke = consortium.statement('key', PHARMA, keyRevokeBody(PHARMA, pharma?.keys[0]?.keyId ?? ''));
    for (const { digest } of [enrol, revoke]) know(digest);
    const [, hidden = 0] = ledger.appendAll([enrol, revoke]);
    ledger.appendAll(tasks(consortium, 1));
    const dishonest = new DishonestLedger(ledger, { account: (_, i) => (i === hidden ? 'system' : undefined) });
    show(watching, dishonest.ledger, () => dishonest.files());
    expect(await watching.look()).toEqual([`state-differs@${hidden + 1}`]);

    const second = watch(consortium.origin, policyOf([consortium.logKey], WITNESS), PHARMA);
    second.own = watching.own;
    const used = ledger.appendUnjudged(consortium.statement('task', PHARMA, taskBody({ task: 'too-late' })));
    show(second, ledger);
    expect(new Set(await second.look())).toEqual(new Set([`key-revoked@${used}`, `foreign-statement@${used}`]));
  });

  it('leaves a gap in the chain of an author', async () => {
    const { consortium, ledger, watching } = scene();
    const [, second] = tasks(consortium, 2);
    if (second === undefined) throw new Error('no task');
    const index = ledger.appendUnjudged(second);
    show(watching, ledger);
    expect(await watching.look()).toEqual([`chain@${index}`]);
  });

  it('dates a record back', async () => {
    const { consortium, ledger, watching } = scene();
    const [task] = tasks(consortium, 1);
    if (task === undefined) throw new Error('no task');
    const index = ledger.appendUnjudged(task, '2026-01-01T00:00:00.000Z');
    show(watching, ledger);
    expect(await watching.look()).toEqual([`clock-backwards@${index}`]);
  });

  it('signs in the name of another', async () => {
    const { consortium, ledger, watching } = scene();
    const [task] = tasks(consortium, 1);
    if (task === undefined) throw new Error('no task');
    const index = ledger.append({ ...task, signature: flip(task.signature, 40) });
    show(watching, ledger);
    expect(await watching.look()).toEqual([`bad-signature@${index}`]);
  });

  it('I6: changes an award', async () => {
    const made = new CreditLedger({ rounds: 1 });
    for (const step of made.scenario.toAward()) made.add(step);
    const award = made.ledger.record(made.ledger.size - 1);
    made.ledger.truncate(made.ledger.size - 1);
    const { statement } = award;
    if (statement.kind !== 'award') throw new Error('the last step is the award');
    const [first, second, ...rest] = statement.body.lines;
    if (first === undefined || second === undefined) throw new Error('two lines are needed');
    const shift = (amount: string, by: bigint): string => String(BigInt(amount) + by);
    const lines = [
      { ...first, amount: shift(first.amount, 1n) },
      { ...second, amount: shift(second.amount, -1n) },
      ...rest,
    ];
    const { consortium } = made.scenario;
    const forged = consortium.statement('award', TREASURER, { ...statement.body, lines }, { chain: statement.chain });
    const index = made.ledger.appendUnjudged(forged, award.recordedAt);
    const watching = watch(consortium.origin, made.policy, CREDIT_PHARMA, { isOwnComplete: false });
    made.publish();
    watching.files = naiveFiles(made.ledger);
    expect(await watching.look()).toEqual([`award-differs@${index}`]);
  });
});

describe('what the institution holds', () => {
  const receiptOf = (ledger: NaiveLedger, index: number): HeldReceipt => ({
    digest: ledger.record(index).digest,
    index,
    size: ledger.size,
    root: ledger.root(),
    path: `${index}.proof.json`,
  });

  it('a receipt whose record is gone is an alarm; one of a larger tree a doubt', async () => {
    const { consortium, ledger, watching, know } = scene();
    const [twin, other] = [ledger.fork(), consortium.fork()];
    const own = consortium.statement('task', PHARMA, taskBody({ task: 'ours' }));
    know(own.digest);
    const index = ledger.append(own);
    watching.receipts = [receiptOf(ledger, index)];
    show(watching, twin);
    expect(await watching.look()).toEqual([`view-behind@${index}`]);
    expect(watching.last?.fresh[0]?.level).toBe('doubt');
    twin.appendAll(tasks(other, 3));
    show(watching, twin);
    expect(await watching.look()).toEqual([`receipt-broken@${index}`]);
    watching.receipts = [];
    await watching.look();
    expect(watching.state.told.size).toBe(1); // it stays until it is acknowledged
  });

  it('I2: what was sent and is not recorded after the deadline is left out, unless it was refused', async () => {
    const { consortium, ledger, watching, know } = scene();
    const sent = consortium.statement('task', PHARMA, taskBody({ task: 'sent' }));
    const refused = consortium.fork().statement('task', PHARMA, taskBody({ task: 'refused' }));
    know(sent.digest, watching.now);
    know(refused.digest, watching.now, true);
    show(watching, ledger);
    watching.now += 599_000;
    expect(await watching.look()).toEqual([]);
    watching.now += 1000;
    expect(await watching.look()).toEqual(['left-out']);
    expect(watching.last?.fresh[0]?.statement).toBe(sent.digest);
    ledger.append(sent);
    show(watching, ledger);
    expect(await watching.look()).toEqual([]);
    expect(watching.last?.resolved).toMatchObject([{ code: 'left-out' }]);
  });
});

describe('age', () => {
  it('of the ledger by its newest cosignature; of a witness by what the others cosigned', async () => {
    const { consortium, ledger } = found();
    const second = SECOND_WITNESS;
    const watching = watch(consortium.origin, policyOf([consortium.logKey], WITNESS, second), PHARMA, {
      maxAgeSeconds: 3600,
    });
    ledger.publish(cosigners(0, WITNESS, second));
    watching.files = naiveFiles(ledger);
    expect(await watching.look()).toEqual([]);
    watching.now += 3_601_000;
    expect(await watching.look()).toEqual(['stale']);
    ledger.appendAll(tasks(consortium, 1));
    ledger.publish(cosigners(3601, WITNESS));
    watching.files = naiveFiles(ledger);
    expect(new Set(await watching.look())).toEqual(new Set(['too-few-cosignatures', 'witness-late']));
    expect(watching.last?.resolved).toMatchObject([{ code: 'stale' }]);
  });

  it('shows while the ledger is silent, too', async () => {
    const { ledger, watching } = scene({ maxAgeSeconds: 60 });
    show(watching, ledger);
    await watching.look();
    watching.files = new Map();
    watching.now += 61_000;
    expect(new Set(await watching.look())).toEqual(new Set(['nothing-published', 'stale']));
  });
});
