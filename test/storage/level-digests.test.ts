/** The digests that the writes of a LevelDB index keep, against a slow count, and beside readers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IndexChange, IndexValue } from '../../src/log/ports.ts';
import { openLevelIndex } from '../../src/storage/level/level-index.ts';
import { temporaryFolder } from './_folder.ts';
import { COUNT, changing, expectDigests, keyOf, writeKeys } from './_level-raw.ts';

/** In UTF-16 the last but one comes before the one before it. */
const SUFFIXES = ['', 'x', '\uff5e', '\u{1f600}', '\ud7ff'] as const;
const ALL = { start: '', end: '~' };

describe('level driver: digests kept by writes', () => {
  const change = fc.record({
    n: fc.nat({ max: 300 }),
    suffix: fc.constantFrom(...SUFFIXES),
    value: fc.option(fc.nat(), { nil: null }),
  });
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.array(change, { maxLength: 300 }).map((changes) => ({ changes })) },
    { weight: 1, arbitrary: fc.nat({ max: 40 }).map((bulk) => ({ bulk })) },
    { weight: 2, arbitrary: fc.constant('reopen' as const) },
  );

  it('are those of a slow count over all entries, after any history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        await using folder = await temporaryFolder();
        const model = new Map<string, IndexValue>();
        let index = await openLevelIndex(folder.path);
        for (const each of steps) {
          if (each === 'reopen') {
            await index.close();
            index = await openLevelIndex(folder.path);
            continue;
          }
          const changes: IndexChange[] =
            'bulk' in each
              ? Array.from({ length: 1500 }, (_, i) => ({
                  key: `bulk/${SUFFIXES[i % 5]}/${each.bulk}/${(i * 7919) % 1500}`,
                  value: i,
                }))
              : each.changes.map(({ n, suffix, value }) => ({ key: `k${n}${suffix}`, value }));
          await index.write(changes);
          for (const { key, value } of changes) {
            if (value === null) model.delete(key);
            else model.set(key, value);
          }
          const probes = changes.slice(0, 20).map(({ key }) => key);
          expect(await index.get(probes)).toEqual(probes.map((key) => model.get(key)));
        }
        await index.verify();
        await index.close();
        await changing(folder.path, (raw) => expectDigests(raw, model));
        await using again = await openLevelIndex(folder.path);
        await again.verify();
        expect(new Map((await again.range(ALL)).map(({ key, value }) => [key, value]))).toEqual(model);
      }),
      { numRuns: 15 },
    );
  });
});

describe('level driver: a first touch beside writes', () => {
  it('compares digest and entries of the same moment', async () => {
    await using folder = await temporaryFolder();
    await writeKeys(folder.path);
    for (let round = 0; round < 5; round++) {
      await using index = await openLevelIndex(folder.path);
      const work: Promise<unknown>[] = [index.verify()];
      for (let at = 0; at < COUNT; at += 100) {
        const near = `${keyOf(at)}/${round}`;
        work.push(
          index.write([
            { key: near, value: round, isNew: true },
            { key: keyOf(at), value: keyOf(at) },
          ]),
          index.get([keyOf(at + 1)]),
          index.range({ start: keyOf(at), end: keyOf(at + 50) }),
        );
      }
      await Promise.all(work);
      await index.verify();
    }
  });

  it('waits for the batch that is being written', async () => {
    await using folder = await temporaryFolder();
    await writeKeys(folder.path);
    for (let round = 0; round < 4; round++) {
      await using index = await openLevelIndex(folder.path);
      await index.get(['before all']);
      for (let at = 64; at < COUNT; at += 128) {
        const writing = index.write([{ key: `${keyOf(at)}/new ${round}`, value: at, isNew: true }]);
        for (let tick = 0; tick < round; tick++) await new Promise((resolve) => setImmediate(resolve));
        expect(await index.get([keyOf(at)])).toEqual([keyOf(at)]);
        await writing;
      }
    }
  });
});
