/**
 * The contract of `IndexStore`: every driver runs it.
 * @module
 */
import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/core/error.ts';
import type { IndexStore, IndexValue } from '../../../src/log/ports.ts';
import type { Subject } from './subject.ts';

/** After all digested keys. */
const END = '~';

const key = fc.string({ unit: 'binary', maxLength: 6 }).map((text) => `k${text}`);
const name = fc.oneof(
  fc.constantFrom('toJSON', 'constructor', 'hasOwnProperty', 'length', '0', '7', ''),
  fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text !== '__proto__'),
);
const { value } = fc.letrec<{ value: IndexValue; leaf: IndexValue }>((tie) => ({
  leaf: fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((n) => n + 0),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n)),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }),
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 20 }).map((fields): IndexValue => Object.fromEntries(fields)),
  ),
}));

const VALUES_REFUSED: readonly (readonly [string, unknown])[] = [
  ['2^53', 2 ** 53],
  ['-2^53', -(2 ** 53)],
  ['infinity', Number.POSITIVE_INFINITY],
  ['not a number', Number.NaN],
  ['a big integer', 1n],
  ['undefined in an object', { a: undefined }],
  ['undefined in an array', [undefined]],
  ['a function', () => 1],
  ['a date', new Date(0)],
  ['a map', new Map([['a', 1]])],
  ['an array of floats', new Float64Array(2)],
  ['the name __proto__', JSON.parse('{"__proto__": 1}')],
  ['a lone surrogate', 'a\ud800'],
  ['a lone surrogate in a name', { '\udc00': 1 }],
];

export function describeIndexStore(driver: string, open: () => Promise<Subject<IndexStore>>): void {
  describe(`IndexStore contract: ${driver}`, () => {
    it('gives the values of keys in the order asked for, undefined where absent', async () => {
      await using subject = await open();
      await subject.store.write([
        { key: 'a', value: 1 },
        { key: 'b', value: { c: [true, null, 'd', Uint8Array.of(0, 255)] } },
      ]);
      expect(await subject.store.get(['b', 'x', 'a', 'b'])).toEqual([
        { c: [true, null, 'd', Uint8Array.of(0, 255)] },
        undefined,
        1,
        { c: [true, null, 'd', Uint8Array.of(0, 255)] },
      ]);
      expect(await subject.store.get([])).toEqual([]);
    });

    it('gives bytes as plain arrays, of the right length and its own', async () => {
      await using subject = await open();
      const bytes = Buffer.from('0102030405', 'hex');
      await subject.store.write([{ key: 'a', value: { bytes: bytes.subarray(1, 3) } }]);
      bytes.fill(0);
      const [value] = await subject.store.get(['a']);
      const copy = (value as { bytes: Uint8Array }).bytes;
      expect(Object.getPrototypeOf(copy)).toBe(Uint8Array.prototype);
      expect(copy).toEqual(Uint8Array.of(2, 3));
      copy.fill(9);
      expect(await subject.store.get(['a'])).toEqual([{ bytes: Uint8Array.of(2, 3) }]);
    });

    it('gives back every value it takes', async () => {
      await using subject = await open();
      await fc.assert(
        fc.asyncProperty(key, value, async (key, value) => {
          await subject.store.write([{ key, value }]);
          // Not toStrictEqual: it takes a field named `constructor` for the class.
          deepStrictEqual(await subject.store.get([key]), [value ?? undefined]);
        }),
        { numRuns: 200 },
      );
    });

    it('reads negative zero as zero', async () => {
      await using subject = await open();
      await subject.store.write([{ key: 'a', value: [-0] }]);
      expect(await subject.store.get(['a'])).toStrictEqual([[0]]);
    });

    it.each(VALUES_REFUSED)('refuses %s, and applies no change of that call', async (_title, bad) => {
      await using subject = await open();
      const changes = [
        { key: 'a', value: 1 },
        { key: 'b', value: bad as IndexValue },
        { key: 'c', value: 1 },
      ];
      await expect(subject.store.write(changes)).rejects.toThrow();
      expect(await subject.store.range({ start: '', end: END })).toEqual([]);
      await subject.store.write([{ key: 'a', value: 1 }]);
    });

    it('refuses a lone surrogate in a key rather than taking it for another key', async () => {
      await using subject = await open();
      const refused = { code: 'bad-utf8' };
      await subject.store.write([{ key: 'a\ufffd', value: 1 }]);
      await expect(subject.store.write([{ key: 'a\ud800', value: 2 }])).rejects.toMatchObject(refused);
      await expect(subject.store.get(['a\ud800'])).rejects.toMatchObject(refused);
      await expect(subject.store.range({ start: 'a\ud800', end: END })).rejects.toMatchObject(refused);
      expect(await subject.store.get(['a\ufffd'])).toEqual([1]);
    });

    it('applies changes in order, a null value removing its key', async () => {
      await using subject = await open();
      await subject.store.write([
        { key: 'a', value: 1 },
        { key: 'b', value: 1 },
        { key: 'a', value: 2 },
        { key: 'b', value: null },
        { key: 'absent', value: null },
      ]);
      expect(await subject.store.get(['a', 'b', 'absent'])).toEqual([2, undefined, undefined]);
      await subject.store.write([]);
    });

    it('applies concurrent writes in call order', async () => {
      await using subject = await open();
      const writes = Array.from({ length: 50 }, (_, i) => subject.store.write([{ key: 'last', value: i }]));
      await Promise.all(writes);
      expect(await subject.store.get(['last'])).toEqual([49]);
    });

    it('ranges over keys in the order of their UTF-8 bytes', async () => {
      await using subject = await open();
      // In UTF-16 order U+1F600 (a surrogate pair) would come before U+FF5E.
      const keys = ['a', 'a\0', 'aa', 'b', 'b~', 'bé', 'b한', 'b\uff5e', 'b\u{1f600}'];
      await subject.store.write([...keys].reverse().map((key) => ({ key, value: key })));
      const range = async (start: string, end: string, rest = {}) =>
        (await subject.store.range({ start, end, ...rest })).map(({ key }) => key);
      expect(await range('', END)).toEqual(keys);
      expect(await range('a', 'aa')).toEqual(['a', 'a\0']);
      expect(await range('a', 'a')).toEqual([]);
      expect(await range('b', 'a')).toEqual([]);
      expect(await range('', '')).toEqual([]);
      expect(await range('bé', 'b\u{1f600}')).toEqual(['bé', 'b한', 'b\uff5e']);
      expect(await range('a', 'b', { reverse: true })).toEqual(['aa', 'a\0', 'a']);
      expect(await range('a', 'b', { reverse: true, limit: 2 })).toEqual(['aa', 'a\0']);
      expect(await range('a', END, { limit: 0 })).toEqual([]);
      expect(await range('a', END, { limit: 1 })).toEqual(['a']);
      expect(await subject.store.range({ start: 'b', end: 'b~' })).toEqual([{ key: 'b', value: 'b' }]);
    });

    it('does as a sorted map does', async () => {
      const change = fc.record({ key, value: fc.option(fc.integer(), { nil: null }) });
      await using subject = await open();
      const model = new Map<string, IndexValue>();
      await fc.assert(
        fc.asyncProperty(
          fc.array(change, { maxLength: 10 }),
          key,
          key,
          fc.boolean(),
          async (changes, start, end, reverse) => {
            await subject.store.write(changes);
            for (const { key, value } of changes) {
              if (value === null) model.delete(key);
              else model.set(key, value);
            }
            const inRange = (key: string) => compare(start, key) <= 0 && compare(key, end) < 0;
            const expected = [...model.keys()].filter(inRange).sort(compare);
            if (reverse) expected.reverse();
            expect(await subject.store.range({ start, end, reverse })).toEqual(
              expected.map((key) => ({ key, value: model.get(key) })),
            );
          },
        ),
        { numRuns: 100 },
      );
    });

    it('removes everything on clear, and goes on', async () => {
      await using subject = await open();
      await subject.store.write(Array.from({ length: 300 }, (_, i) => ({ key: `k${i}`, value: i })));
      const written = subject.store.write([{ key: 'before', value: 1 }]);
      const cleared = subject.store.clear();
      const after = subject.store.write([{ key: 'after', value: 2 }]);
      await Promise.all([written, cleared, after]);
      expect(await subject.store.range({ start: '', end: END })).toEqual([{ key: 'after', value: 2 }]);
    });

    it('keeps undigested keys, and misses those that are not there', async () => {
      await using subject = await open();
      await subject.store.write([{ key: '~a', value: 1, isNew: true }]);
      await subject.store.write([
        { key: '~b', value: 2, isNew: true },
        { key: '한', value: 3 },
        { key: 'a', value: 4 },
      ]);
      // The same once more, as after a crash.
      await subject.store.write([{ key: '~b', value: 2, isNew: true }]);
      const holds = async (store: IndexStore): Promise<void> => {
        expect(await store.get(['~a', 'a', '한'])).toEqual([1, 4, 3]);
        expect(await store.range({ start: '', end: '~' })).toEqual([{ key: 'a', value: 4 }]);
        expect(await store.range({ start: '~', end: '~b' })).toEqual([{ key: '~a', value: 1 }]);
        await store.verify();
      };
      await holds(subject.store);
      await subject.reopen?.().then(holds);
    });

    it('does nothing with undigested keys that cannot be meant', async () => {
      await using subject = await open();
      const { store } = subject;
      await store.write([{ key: '~a', value: 1, isNew: true }]);
      await expect(store.range({ start: 'a', end: '~b' })).rejects.toThrow(InvariantError);
      const removal = store.write([
        { key: 'a', value: 1 },
        { key: '~a', value: null },
      ]);
      await expect(removal).rejects.toThrow(InvariantError);
      await expect(store.get(['a', '~b'])).rejects.toMatchObject({ code: 'index-corrupt' });
      expect(await store.get(['~a', 'a'])).toEqual([1, undefined]);
    });

    it('finds itself whole after every kind of change', async () => {
      await using subject = await open();
      await subject.store.verify();
      await subject.store.write(Array.from({ length: 600 }, (_, i) => ({ key: `k${i}`, value: i, isNew: true })));
      await subject.store.write([
        { key: 'k1', value: 'replaced' },
        { key: 'k2', value: null },
        { key: 'absent', value: null },
        { key: 'k3', value: 1 },
        { key: 'k3', value: 2 },
        { key: 'fleeting', value: 1, isNew: true },
        { key: 'fleeting', value: null },
      ]);
      await Promise.all([subject.store.verify(), subject.store.write([{ key: 'k4', value: null }])]);
      await subject.store.verify();
      await subject.reopen?.().then((again) => again.verify());
    });

    it('gives up looking when it is told to', async () => {
      await using subject = await open();
      await subject.store.write([{ key: 'a', value: 1 }]);
      const reason = new Error('enough');
      await expect(subject.store.verify({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      await subject.store.verify();
    });

    it('keeps changes when it is opened again', async () => {
      await using subject = await open();
      if (subject.reopen === undefined) return;
      await subject.store.write([{ key: 'a', value: 1 }]);
      const second = await subject.reopen();
      expect(await second.get(['a'])).toEqual([1]);
      await second.clear();
      const third = await subject.reopen();
      expect(await third.get(['a'])).toEqual([undefined]);
    });
  });
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
