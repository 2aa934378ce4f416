import { describe, expect, it } from 'vitest';
import { IndexScrub } from '../../../src/log/index-scrub.ts';
import { LedgerIndex } from '../../../src/log/ledger-index.ts';
import type { VerifyOptions } from '../../../src/log/ports.ts';
import { createMemoryStore } from '../../../src/storage/memory/memory-store.ts';

/** An index of so many pieces, whose reading counts them. */
function pieces(count: number) {
  const read = { pieces: 0 };
  const verify = async ({ signal, pause }: VerifyOptions = {}): Promise<void> => {
    for (let i = 0; i < count; i++) {
      signal?.throwIfAborted();
      read.pieces++;
      await pause?.();
    }
  };
  const { index } = createMemoryStore();
  const store = new Proxy(index, {
    get: (target, name) => (name === 'verify' ? verify : Reflect.get(target, name).bind(target)),
  });
  return { index: new LedgerIndex(store), read };
}

describe('the scrub of the index', () => {
  it('reads all pieces, with a pause after each', async () => {
    const { index, read } = pieces(5);
    const start = performance.now();
    await new IndexScrub(index, 20).run();
    expect(read.pieces).toBe(5);
    expect(performance.now() - start).toBeGreaterThan(5 * 15);
  });

  it('ends within a pause when it is stopped, before it began or later', async () => {
    for (const stopFirst of [true, false]) {
      const { index, read } = pieces(5);
      const scrub = new IndexScrub(index, 3_600_000);
      if (stopFirst) scrub.stop();
      const running = scrub.run();
      scrub.stop();
      await running;
      expect(read.pieces).toBe(stopFirst ? 0 : 1);
    }
  });

  it('passes on what is damaged', async () => {
    const { index } = createMemoryStore();
    const verify = async (): Promise<void> => {
      throw new Error('damaged');
    };
    const store = new Proxy(index, {
      get: (target, name) => (name === 'verify' ? verify : Reflect.get(target, name).bind(target)),
    });
    await expect(new IndexScrub(new LedgerIndex(store)).run()).rejects.toThrow('damaged');
  });
});
