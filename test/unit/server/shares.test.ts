/**
 * What a server shares out: places in total and for each address, quotas in a window, answers made once, the line in front
 * of them. All with bounded memory.
 */
import { describe, expect, it } from 'vitest';
import { holderOfAddress } from '../../../src/server/address.ts';
import { Allotment } from '../../../src/server/allotment.ts';
import { AnswerCache } from '../../../src/server/answer-cache.ts';
import { BuildLine } from '../../../src/server/build-line.ts';
import { Quota } from '../../../src/server/quota.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['not an address', 'unknown'],
    [undefined, 'unknown'],
  ])('%s stands for %s', (address, holder) => {
    expect(holderOfAddress(address)).toBe(holder);
  });

  it('in IPv6 stands for its /64: whoever has one has 2^64 addresses', () => {
    const holders = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:DB8:1:2:0:0:0:0'].map(holderOfAddress);
    expect(new Set(holders).size).toBe(1);
    expect(holderOfAddress('2001:db8:1:3::1')).not.toBe(holders[0]);
  });

  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('%s is this machine, which is no holder', (own) => {
    expect(holderOfAddress(own)).toBeUndefined();
  });
});

describe('an allotment', () => {
  it('is bounded in total and for each holder, and takes all or nothing', () => {
    const places = new Allotment(10, 4);
    expect([places.take('a', 3), places.take('a', 2), places.take('a', 1)]).toEqual([true, false, true]);
    expect([places.take('b', 4), places.take('c', 3), places.take('c', 2)]).toEqual([true, false, true]);
    expect([places.held, places.room('d')]).toEqual([10, 0]);
    places.giveBack('a', 4);
    expect([places.held, places.room('a'), places.room('b'), places.room(undefined)]).toEqual([6, 4, 0, 4]);
  });

  it('gives this machine what there is', () => {
    const places = new Allotment(8);
    expect([places.take('a', 2), places.take('a'), places.take(undefined, 6)]).toEqual([true, false, true]);
  });
});

describe('a quota', () => {
  it('lasts for a window that begins with the first use', () => {
    let at = 0;
    const quota = new Quota({ limit: 2, windowMs: 1000, now: () => at });
    expect(quota.count('a')).toEqual({ used: 1, leftMs: 1000 });
    at = 400;
    expect(quota.exhausted('a')).toBeUndefined();
    expect(quota.count('a')).toEqual({ used: 2, leftMs: 600 });
    expect(quota.exhausted('a')).toEqual({ used: 2, leftMs: 600 });
    expect(quota.exhausted('b')).toBeUndefined();
    at = 1000;
    expect(quota.exhausted('a')).toBeUndefined();
    expect(quota.count('a')).toEqual({ used: 1, leftMs: 1000 });
  });

  it('takes a count back, never below nothing', () => {
    const quota = new Quota({ limit: 1 });
    quota.giveBack('a');
    quota.count('a');
    quota.giveBack('a');
    quota.giveBack('a');
    expect(quota.count('a').used).toBe(1);
  });

  it('remembers a bounded number of names', () => {
    const quota = new Quota({ limit: 1, maxNames: 3 });
    for (const name of ['a', 'b', 'c', 'd']) quota.count(name);
    expect(['a', 'b', 'c', 'd'].map((name) => quota.exhausted(name) !== undefined)).toEqual([false, true, true, true]);
  });
});

describe('answers that never change', () => {
  const bytes = (length: number): Uint8Array => new Uint8Array(length);

  it('are made once for all who ask at the same time, and kept', async () => {
    const cache = new AnswerCache(100);
    let made = 0;
    const make = async (): Promise<Uint8Array> => {
      made++;
      await settled();
      return bytes(10);
    };
    const all = await Promise.all(Array.from({ length: 50 }, () => cache.get('a', make)));
    expect(new Set([...all, await cache.get('a', make)]).size).toBe(1);
    expect(made).toBe(1);
  });

  it('are kept up to a number of bytes, least recently used first out', async () => {
    const cache = new AnswerCache(100);
    const get = (key: string, length: number): Promise<Uint8Array | undefined> =>
      cache.get(key, async () => bytes(length));
    await get('a', 40);
    await get('b', 40);
    await get('a', 1);
    await get('c', 40);
    expect(cache.bytes).toBe(80);
    expect([(await get('a', 1))?.length, (await get('b', 2))?.length]).toEqual([40, 2]);
    await get('too large', 101);
    expect(cache.bytes).toBe(82);
  });

  it('that fail or are not there are asked for again', async () => {
    const cache = new AnswerCache(100);
    await expect(cache.get('a', () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    expect(await cache.get('a', async () => undefined)).toBeUndefined();
    expect(await cache.get('a', async () => bytes(1))).toHaveLength(1);
  });

  it('concern one caller alone where they are refused at once', async () => {
    const cache = new AnswerCache(100);
    const refuse = (): never => {
      throw new Error('busy');
    };
    expect(() => cache.get('a', refuse)).toThrow('busy');
    expect(await cache.get('a', async () => bytes(1))).toHaveLength(1);
  });
});

describe('the line', () => {
  it('makes a few things at once, in order, and goes on after one that fails', async () => {
    const line = new BuildLine(2, 100);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const results = Array.from({ length: 5 }, (_, i) =>
      line.run(undefined, async () => {
        begun.push(i);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (i === 1) throw new Error('lost');
        return i;
      }),
    );
    const outcomes = Promise.allSettled(results);
    await settled();
    expect([begun, line.length]).toEqual([[0, 1], 5]);
    for (let i = 0; i < 5; i++) {
      await settled();
      ends[i]?.();
    }
    expect((await outcomes).map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, true, true]);
    expect([begun, line.length]).toEqual([[0, 1, 2, 3, 4], 0]);
  });

  it('is bounded, and a quarter of it for one address', async () => {
    const line = new BuildLine(1, 8);
    let end = (): void => {};
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const runs = [line.run('a', () => held), line.run('a', () => held)];
    expect(() => line.run('a', () => held)).toThrow(expect.objectContaining({ code: 'busy' }));
    runs.push(...Array.from({ length: 6 }, () => line.run(undefined, () => held)));
    expect(() => line.run('b', () => held)).toThrow(expect.objectContaining({ code: 'busy' }));
    end();
    await Promise.all(runs);
    expect(line.length).toBe(0);
  });
});
