/**
 * A sample of the crashes that `test/fault` forces at every call on a port; and what a ledger does that has stopped.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import type { ObjectToPut } from '../../../src/log/ports.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { copyStore, engineParts } from '../../_util/engine.ts';
import { interceptPorts, withFault } from '../../_util/faulty-ports.ts';
import { crashAtEach, everyFault, sampleOf } from '../../fault/engine/_crashes.ts';
import { memoryPlace } from '../../fault/engine/_places.ts';
import { creditScene, type Scene, taskScene } from '../../fault/engine/_scenes.ts';

installNodePrimitives();

let tasks: Scene;
beforeAll(async () => {
  tasks = await taskScene();
});

describe('I2: a crash loses nothing that was acknowledged, and forks nothing', () => {
  it('at ten calls of two batches', async ({ task }) => {
    const place = () => memoryPlace(tasks.store);
    const faults = await everyFault(tasks, place);
    const steps = ['objects.put', 'heads.compareAndSwap', 'index.write', 'checkpoints.append', 'objects.remove'];
    for (const step of [...steps, 'signer.sign', 'witnesses.cosign'])
      expect(faults.map(({ call }) => call)).toContain(step);
    (await crashAtEach('crash at ten port calls', tasks, place, sampleOf(faults, 10))).report(task);
  });

  it('I6: at ten calls around an award-final and a transfer', async ({ task }) => {
    const credits = await creditScene();
    const place = () => memoryPlace(credits.store);
    const faults = await everyFault(credits, place);
    // One batch for the award-final with its credits, one for the transfer with its own, one for the list of refusals.
    expect(faults.filter(({ call }) => call === 'heads.compareAndSwap')).toHaveLength(2 * 3);
    (await crashAtEach('crash at ten calls around credits', credits, place, sampleOf(faults, 10))).report(task);
  });
});

describe('fail-stop', () => {
  it('takes nothing more in after a storage error, says why, and still reads', async () => {
    const store = await copyStore(tasks.store);
    const { parts, log } = withFault(engineParts(tasks.consortium, { store }), undefined);
    const ledger = await Ledger.open(parts);
    log.struck = true;
    const [first] = statements();
    const ticket = ledger.submit(first as SignedStatement);
    await expect(ticket.placed).rejects.toMatchObject({ code: 'stopped' });
    expect(ledger.status.failure).toMatchObject({ code: 'unexpected', message: 'the process is dead' });
    expect(() => ledger.submit(first as SignedStatement)).toThrow();
    expect(await ledger.bundle(0)).toBeDefined();
    await ledger.close();
  });

  it('leaves nobody waiting whose batch is committed after publishing has failed', async () => {
    const store = await copyStore(tasks.store);
    let commits = 0;
    let isSecondApplied: () => void = () => {};
    const secondApplied = new Promise<void>((resolve) => {
      isSecondApplied = resolve;
    });
    const parts = interceptPorts(engineParts(tasks.consortium, { store }), async ({ name, args }, run) => {
      if (name === 'checkpoints.append') {
        await secondApplied;
        throw new Error('the disk is full');
      }
      const isEndOfCommit = name === 'objects.remove' && String(args[0]).startsWith('staging/');
      const result = await run();
      if (isEndOfCommit && ++commits === 2) {
        isSecondApplied();
        await new Promise(setImmediate); // publishing fails, and its loop ends
      }
      return result;
    });
    const ledger = await Ledger.open(parts);
    const [first, second] = statements();
    await ledger.submit(first as SignedStatement).placed;
    const late = ledger.submit(second as SignedStatement);
    await expect(late.placed).resolves.toMatchObject({ created: true });
    await expect(late.published).rejects.toMatchObject({ code: 'stopped' });
    await ledger.close();
  });

  it('keeps the tiles of a checkpoint that it may have published before it stopped', async () => {
    const store = await copyStore(tasks.store);
    let commits = 0;
    let hasFailed: () => void = () => {};
    const failed = new Promise<void>((resolve) => {
      hasFailed = resolve;
    });
    const parts = interceptPorts(engineParts(tasks.consortium, { store }), async ({ name }, run) => {
      if (name === 'heads.compareAndSwap' && ++commits === 2) {
        await failed;
        await new Promise(setImmediate); // the publish loop has ended
      }
      const result = await run();
      if (name !== 'checkpoints.append') return result;
      hasFailed();
      throw new Error('the answer was lost');
    });
    const ledger = await Ledger.open(parts);
    const [first, second] = statements();
    const { index } = await ledger.submit(first as SignedStatement).placed;
    await expect(ledger.submit(second as SignedStatement).placed).rejects.toMatchObject({ code: 'stopped' });
    await ledger.close();
    expect(await store.objects.get(`tile/entries/000.p/${index + 1}`)).toBeDefined();
  });

  it('opens where a staged batch outlived its clean-up: the tiles before it are gone, and nothing is left to do', async () => {
    const store = await copyStore(tasks.store);
    const staged = new Map<string, Uint8Array>();
    const parts = interceptPorts(engineParts(tasks.consortium, { store }), ({ name, args }, run) => {
      const objects = name === 'objects.put' ? (args[0] as readonly ObjectToPut[]) : [];
      for (const { path, bytes } of objects) if (path.startsWith('staging/')) staged.set(path, bytes);
      return run();
    });
    const ledger = await Ledger.open(parts);
    const [first] = statements();
    await ledger.submit(first as SignedStatement).published;
    await ledger.close();
    expect(staged.size).toBe(1);
    // Removing is not durable: the power went, and the object is back.
    await store.objects.put([...staged].map(([path, bytes]) => ({ path, bytes })));
    const again = await Ledger.open(engineParts(tasks.consortium, { store }));
    expect(again.head).toEqual(ledger.head);
    await again.close();
  });
});

/** Those of the scene that the rules accept. */
function statements(): SignedStatement[] {
  return tasks.groups.flatMap(({ signed }) => signed).filter(({ digest }) => !tasks.refused.has(digest));
}
