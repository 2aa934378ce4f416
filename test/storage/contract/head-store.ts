/**
 * The contract of `HeadStore`: every driver runs it.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { HeadStore } from '../../../src/log/ports.ts';
import { type Subject, sampleBytes } from './subject.ts';

const CONFLICT = { name: 'InputError', code: 'head-conflict' };

export function describeHeadStore(driver: string, open: () => Promise<Subject<HeadStore>>): void {
  describe(`HeadStore contract: ${driver}`, () => {
    it('is empty at first, then holds the record of the last swap', async () => {
      await using subject = await open();
      expect(await subject.store.read()).toBeUndefined();
      const first = await subject.store.compareAndSwap(undefined, sampleBytes(1));
      expect(first.bytes).toEqual(sampleBytes(1));
      expect(await subject.store.read()).toEqual(first);
      const second = await subject.store.compareAndSwap(first.version, sampleBytes(2));
      expect(second.version).not.toBe(first.version);
      expect(await subject.store.read()).toEqual(second);
    });

    it('refuses a swap that expects another version, and changes nothing', async () => {
      await using subject = await open();
      const { store } = subject;
      await expect(store.compareAndSwap('none', sampleBytes(1))).rejects.toMatchObject(CONFLICT);
      expect(await store.read()).toBeUndefined();
      const first = await store.compareAndSwap(undefined, sampleBytes(1));
      const second = await store.compareAndSwap(first.version, sampleBytes(2));
      await expect(store.compareAndSwap(undefined, sampleBytes(3))).rejects.toMatchObject(CONFLICT);
      await expect(store.compareAndSwap(first.version, sampleBytes(3))).rejects.toMatchObject(CONFLICT);
      expect(await store.read()).toEqual(second);
    });

    it('lets one of many concurrent swaps win, round after round', async () => {
      await using subject = await open();
      const { store } = subject;
      let expected: string | undefined;
      for (let round = 0; round < 5; round++) {
        const swaps = Array.from({ length: 10 }, (_, i) =>
          store.compareAndSwap(expected, sampleBytes(round * 10 + i + 1)),
        );
        const results = await Promise.allSettled(swaps);
        const winners = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        const losers = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
        expect(winners).toHaveLength(1);
        for (const reason of losers) expect(reason).toMatchObject(CONFLICT);
        expect(await store.read()).toEqual(winners[0]);
        expected = winners[0]?.version;
      }
    });

    it('counts every increment of concurrent writers that retry', async () => {
      await using subject = await open();
      const { store } = subject;
      const increment = async (): Promise<void> => {
        const current = await store.read();
        const next = Uint8Array.of((current?.bytes[0] ?? 0) + 1);
        await store.compareAndSwap(current?.version, next).catch(increment);
      };
      await Promise.all(Array.from({ length: 10 }, increment));
      expect((await store.read())?.bytes).toEqual(Uint8Array.of(10));
    });

    it('does not share bytes with its caller', async () => {
      await using subject = await open();
      const bytes = Uint8Array.of(1, 2, 3);
      const swapped = subject.store.compareAndSwap(undefined, bytes);
      const { version } = await swapped;
      bytes.fill(0);
      (await swapped).bytes.fill(0);
      expect(await subject.store.read()).toEqual({ version, bytes: Uint8Array.of(1, 2, 3) });
    });

    it('keeps record and version when it is opened again', async () => {
      await using subject = await open();
      if (subject.reopen === undefined) return;
      const first = await subject.store.compareAndSwap(undefined, sampleBytes(1));
      const store = await subject.reopen();
      expect(await store.read()).toEqual(first);
      await expect(store.compareAndSwap(undefined, sampleBytes(2))).rejects.toMatchObject(CONFLICT);
      await store.compareAndSwap(first.version, sampleBytes(2));
    });
  });
}
