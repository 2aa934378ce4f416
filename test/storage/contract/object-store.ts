/**
 * The contract of `ObjectStore`: every driver runs it.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectStore, ObjectToPut } from '../../../src/log/ports.ts';
import { collect, type Subject, sampleBytes } from './subject.ts';

const BAD_PATHS = [
  '',
  '/',
  'tile/',
  '/tile/0/000',
  'tile//000',
  'tile/./000',
  'tile/../head',
  'tile/0/..',
  'tile/0/000/',
  'tile/0/A',
  'tile/0/a b',
  'tile/0/a\0',
  'tile/0/~1',
  'tile\\0',
  'tile/0/é',
  `tile/${'a'.repeat(256)}`,
  `tile/${'a/'.repeat(600)}a`,
];

export function describeObjectStore(driver: string, open: () => Promise<Subject<ObjectStore>>): void {
  describe(`ObjectStore contract: ${driver}`, () => {
    it('gives back what was put, and undefined for what was not', async () => {
      await using subject = await open();
      await subject.store.put([object('tile/0/x001/067'), object('tile/entries/000'), object('staging/5-ab.bin', 9)]);
      expect(await subject.store.get('tile/0/x001/067')).toEqual(sampleBytes(1));
      expect(await subject.store.get('staging/5-ab.bin')).toEqual(sampleBytes(9));
      expect(await subject.store.get('tile/0/x001')).toBeUndefined();
      expect(await subject.store.get('tile/0/x001/067/1')).toBeUndefined();
      expect(await subject.store.get('tile/9/999')).toBeUndefined();
    });

    it('takes no objects, and an empty object', async () => {
      await using subject = await open();
      await subject.store.put([]);
      await subject.store.put([{ path: 'tile/0/000', bytes: new Uint8Array() }]);
      expect(await subject.store.get('tile/0/000')).toEqual(new Uint8Array());
    });

    it('counts an object with the same bytes as stored', async () => {
      await using subject = await open();
      await subject.store.put([object('tile/0/000')]);
      await subject.store.put([object('tile/0/000'), object('tile/0/001'), object('tile/0/001')]);
      expect(await subject.store.get('tile/0/001')).toEqual(sampleBytes(1));
    });

    it('refuses other bytes under a path, and keeps the first', async () => {
      await using subject = await open();
      await subject.store.put([object('tile/0/000', 1)]);
      const refused = { code: 'object-differs' };
      await expect(subject.store.put([object('tile/0/000', 2)])).rejects.toMatchObject(refused);
      await expect(subject.store.put([object('tile/0/000', 1), object('tile/0/000', 3)])).rejects.toMatchObject(
        refused,
      );
      await expect(subject.store.put([object('tile/1/000', 4), object('tile/1/000', 5)])).rejects.toMatchObject(
        refused,
      );
      expect(await subject.store.get('tile/0/000')).toEqual(sampleBytes(1));
      await subject.store.put([object('tile/0/002', 2)]);
    });

    it('lets one of many concurrent writers of a path win, whole', async () => {
      await using subject = await open();
      const puts = Array.from({ length: 8 }, (_, i) => subject.store.put([object('tile/0/000', i + 1)]));
      const results = await Promise.allSettled(puts);
      const winner = results.findIndex(({ status }) => status === 'fulfilled');
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await subject.store.get('tile/0/000')).toEqual(sampleBytes(winner + 1));
    });

    it('stores a batch of many objects in many folders, beside other batches', async () => {
      await using subject = await open();
      const batch = (n: number) =>
        Array.from({ length: 20 }, (_, i) => object(`tile/${i % 4}/x00${n % 2}/${100 + i}.p/${n}`, i));
      await Promise.all([1, 2, 3, 4].map((n) => subject.store.put(batch(n))));
      for (const { path, bytes } of [1, 2, 3, 4].flatMap(batch)) expect(await subject.store.get(path)).toEqual(bytes);
    });

    it('does not share bytes with its caller', async () => {
      await using subject = await open();
      const bytes = Uint8Array.of(1, 2, 3);
      await subject.store.put([{ path: 'tile/0/000', bytes }]);
      bytes[0] = 9;
      (await subject.store.get('tile/0/000'))?.fill(0);
      expect(await subject.store.get('tile/0/000')).toEqual(Uint8Array.of(1, 2, 3));
    });

    it('lists the paths under a folder in ascending order, and nothing else', async () => {
      await using subject = await open();
      const paths = ['tile/0/8.p/1', 'tile/0/8/1', 'tile/0/8-x', 'tile/0/80', 'tile/01/0'];
      await subject.store.put([...paths, 'staging/b', 'staging/a'].map((path) => object(path)));
      expect(await collect(subject.store.list('tile/'))).toEqual([...paths].sort());
      expect(await collect(subject.store.list('tile/0/'))).toEqual([...paths].sort().filter((p) => p !== 'tile/01/0'));
      expect(await collect(subject.store.list('staging/'))).toEqual(['staging/a', 'staging/b']);
      expect(await collect(subject.store.list('tile/0/8.p/'))).toEqual(['tile/0/8.p/1']);
      expect(await collect(subject.store.list('tile/7/'))).toEqual([]);
    });

    it('removes objects, and lets others take their paths', async () => {
      await using subject = await open();
      await subject.store.put([object('tile/0/067.p/1'), object('tile/0/067.p/2'), object('tile/0/067')]);
      await subject.store.remove(['tile/0/067.p/1', 'tile/0/067.p/2', 'tile/0/absent', 'tile/absent/0']);
      expect(await collect(subject.store.list('tile/'))).toEqual(['tile/0/067']);
      await subject.store.put([object('tile/0/067.p/1', 3)]);
      expect(await subject.store.get('tile/0/067.p/1')).toEqual(sampleBytes(3));
    });

    it('survives puts and removals in the same folders at once', async () => {
      await using subject = await open();
      const { store } = subject;
      const rounds = Array.from({ length: 8 }, async (_, n) => {
        for (let i = 0; i < 10; i++) {
          await store.put([object(`tile/0/000.p/${n}`, n), object(`tile/0/x001/000.p/${n}`, n)]);
          await store.remove([`tile/0/000.p/${n}`, `tile/0/x001/000.p/${n}`]);
        }
      });
      await Promise.all(rounds);
      expect(await collect(store.list('tile/'))).toEqual([]);
    });

    it.each(BAD_PATHS)('refuses the path %j', async (path) => {
      await using subject = await open();
      const refused = { name: 'InputError', code: 'bad-object-path' };
      await expect(subject.store.get(path)).rejects.toMatchObject(refused);
      await expect(subject.store.put([object('tile/0/000'), object(path)])).rejects.toMatchObject(refused);
      await expect(subject.store.remove([path])).rejects.toMatchObject(refused);
      expect(await subject.store.get('tile/0/000')).toBeUndefined();
    });

    it.each(['', '/', 'tile', 'tile/0', '../', 'tile/../', 'tile//', '/tile/'])(
      'refuses to list %j',
      async (prefix) => {
        await using subject = await open();
        await expect(collect(subject.store.list(prefix))).rejects.toMatchObject({ code: 'bad-object-path' });
      },
    );

    it('does as a map does', async () => {
      const path = fc.constantFrom(
        'tile/0/000',
        'tile/0/001',
        'tile/0/001.p/7',
        'tile/1/x001/000',
        'staging/a',
        'staging/b',
      );
      const put = fc.record({ op: fc.constant('put'), path, seed: fc.integer({ min: 1, max: 3 }) });
      const remove = fc.record({ op: fc.constant('remove'), path, seed: fc.constant(0) });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.oneof(put, remove), { maxLength: 20 }), async (steps) => {
          await using subject = await open();
          const model = new Map<string, number>();
          for (const { op, path, seed } of steps) {
            const result = op === 'put' ? subject.store.put([object(path, seed)]) : subject.store.remove([path]);
            if (op === 'remove') model.delete(path);
            else if (!model.has(path)) model.set(path, seed);
            if (op === 'put' && model.get(path) !== seed) await expect(result).rejects.toThrow();
            else await result;
          }
          const found = [
            ...(await collect(subject.store.list('staging/'))),
            ...(await collect(subject.store.list('tile/'))),
          ];
          expect(found).toEqual([...model.keys()].sort());
          for (const [path, seed] of model) expect(await subject.store.get(path)).toEqual(sampleBytes(seed));
        }),
        { numRuns: 15 },
      );
    });

    it('keeps objects when it is opened again', async () => {
      await using subject = await open();
      if (subject.reopen === undefined) return;
      await subject.store.put([object('tile/0/000'), object('staging/a', 2)]);
      const store = await subject.reopen();
      expect(await store.get('tile/0/000')).toEqual(sampleBytes(1));
      expect(await collect(store.list('staging/'))).toEqual(['staging/a']);
      await store.put([object('tile/0/000')]);
      await expect(store.put([object('tile/0/000', 2)])).rejects.toMatchObject({ code: 'object-differs' });
    });
  });
}

function object(path: string, seed = 1): ObjectToPut {
  return { path, bytes: sampleBytes(seed) };
}
