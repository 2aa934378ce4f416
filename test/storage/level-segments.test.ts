/**
 * The index is checked piece by piece: what is lost in a segment is noticed when the segment is first touched, before an answer
 * or a change rests on it, and so is what is lost of the digests themselves.
 */
import { Level } from 'level';
import { describe, expect, it } from 'vitest';
import { openLevelIndex } from '../../src/storage/level/level-index.ts';
import { temporaryFolder } from './_folder.ts';
import { bytesOf, COUNT, changing, copyOf, keyOf, keys, type Raw, recordsOf, writeKeys } from './_level-raw.ts';

const CORRUPT = { name: 'InputError', code: 'index-corrupt' };

describe('level driver: an index of several segments', () => {
  it('I10: an entry lost in one is noticed before any answer from that one; the others answer', async () => {
    await using folder = await temporaryFolder();
    await writeKeys(folder.path);
    await changing(folder.path, (raw) => raw.del(bytesOf(keyOf(100))));
    const touches: [string, (index: Awaited<ReturnType<typeof openLevelIndex>>) => Promise<unknown>][] = [
      ['the key itself', (index) => index.get([keyOf(100)])],
      ['its neighbour', (index) => index.get([keyOf(3900), keyOf(101)])],
      ['a range over it', (index) => index.range({ start: keyOf(50), end: keyOf(150) })],
      [
        'a range that would end before it, were it there',
        (index) => index.range({ start: keyOf(100), end: keyOf(150), limit: 1 }),
      ],
      ['a range from behind', (index) => index.range({ start: keyOf(0), end: keyOf(101), limit: 1, reverse: true })],
      ['a value replaced', (index) => index.write([{ key: keyOf(102), value: 1 }])],
      ['all', (index) => index.verify()],
    ];
    for (const [title, touch] of touches) {
      await using copy = await copyOf(folder.path);
      await using index = await openLevelIndex(copy.path);
      expect(await index.get([keyOf(3900)]), title).toEqual([keyOf(3900)]);
      expect(await index.range({ start: keyOf(3000), end: keyOf(3003) }), title).toHaveLength(3);
      await index.write([{ key: keyOf(3901), value: 2 }]);
      await expect(touch(index), title).rejects.toMatchObject(CORRUPT);
      expect(await index.get([keyOf(3900), keyOf(3901)]), title).toEqual([keyOf(3900), 2]);
      await index.close();
      await expect(openLevelIndex(copy.path), title).rejects.toMatchObject(CORRUPT);
    }
  });

  it('I10: a range is answered only when all segments that it would show are whole', async () => {
    await using folder = await temporaryFolder();
    await writeKeys(folder.path);
    let [before, border, lost] = ['', '', ''];
    await changing(folder.path, async (raw) => {
      const start = (await recordsOf(raw))[2]?.start ?? '';
      const at = keys.findIndex((key) => key >= start);
      [before, border, lost] = [keys[at - 1] ?? '', start, keys[at] ?? ''];
      await raw.del(bytesOf(lost));
    });
    await using index = await openLevelIndex(folder.path);
    // What the limit leaves out need not be whole.
    const few = { start: keyOf(0), end: keyOf(COUNT), limit: 10 };
    expect(await index.range(few)).toHaveLength(10);
    expect(await index.range({ start: keyOf(0), end: border, limit: 1, reverse: true })).toMatchObject([
      { key: before },
    ]);
    await expect(index.range({ start: keyOf(0), end: `${lost}\0` })).rejects.toMatchObject(CORRUPT);
    await expect(index.range({ start: before, end: `${lost}\0`, limit: 2 })).rejects.toMatchObject(CORRUPT);
  });

  it('I10: new entries do not make good what was lost beside them', async () => {
    await using folder = await temporaryFolder();
    await writeKeys(folder.path);
    await changing(folder.path, (raw) => raw.del(bytesOf(keyOf(100))));
    await using index = await openLevelIndex(folder.path);
    await index.write([{ key: `${keyOf(100)}/new`, value: 1, isNew: true }]);
    await expect(index.get([`${keyOf(100)}/new`])).rejects.toMatchObject(CORRUPT);
  });

  it('reads a small part of it at the start and for a key, however large it is', async () => {
    const read: number[] = [];
    for (const count of [2000, 40_000]) {
      await using folder = await temporaryFolder();
      {
        await using index = await openLevelIndex(folder.path);
        await index.write(Array.from({ length: count }, (_, n) => ({ key: keyOf(n), value: n, isNew: true })));
      }
      await using index = await openLevelIndex(folder.path);
      const { iterator } = Level.prototype;
      let entries = 0;
      Level.prototype.iterator = function (this: Level, ...given: Parameters<typeof iterator>) {
        const made = iterator.apply(this, given);
        const all = made.all.bind(made);
        made.all = async (...options: []) => {
          const found = await all(...options);
          entries += found.length;
          return found;
        };
        return made;
      } as typeof iterator;
      try {
        await index.get([keyOf(7), 'absent']);
      } finally {
        Level.prototype.iterator = iterator;
      }
      read.push(entries);
    }
    expect(read[0]).toBeGreaterThan(100);
    expect(read[1]).toBeLessThan(800);
  });
});

describe('level driver: the digests of segments', () => {
  const damages: [string, (raw: Raw) => Promise<void>][] = [
    [
      'one that is lost',
      async (raw) => {
        const [, second] = await recordsOf(raw);
        await raw.del(second?.key ?? Uint8Array.of());
      },
    ],
    [
      'the first one lost',
      async (raw) => {
        const [first] = await recordsOf(raw);
        await raw.del(first?.key ?? Uint8Array.of());
      },
    ],
    [
      'two that are swapped',
      async (raw) => {
        const [first, second] = await recordsOf(raw);
        await raw.put(first?.key ?? Uint8Array.of(), second?.stored ?? Uint8Array.of());
        await raw.put(second?.key ?? Uint8Array.of(), first?.stored ?? Uint8Array.of());
      },
    ],
    [
      'a flipped bit in one',
      async (raw) => {
        const [first] = await recordsOf(raw);
        const stored = Uint8Array.from(first?.stored ?? []);
        stored[7] = (stored[7] ?? 0) ^ 1;
        await raw.put(first?.key ?? Uint8Array.of(), stored);
      },
    ],
    [
      'that of another place',
      async (raw) => {
        const [first] = await recordsOf(raw);
        await raw.put(Uint8Array.from([0xff, 1, ...bytesOf(keyOf(5))]), first?.stored ?? Uint8Array.of());
      },
    ],
    ['the top', (raw) => raw.del(Uint8Array.of(0xff, 0))],
    [
      'the top, as an older version of this program would leave it',
      async (raw) => {
        await raw.del(Uint8Array.of(0xff, 0));
        await raw.put(Uint8Array.of(0xff), new Uint8Array(24));
      },
    ],
  ];

  it.each(damages)('I10: %s is noticed before any answer', async (_title, damage) => {
    await using folder = await temporaryFolder();
    await writeKeys(folder.path);
    await changing(folder.path, damage);
    const answer = async (): Promise<unknown> => {
      await using index = await openLevelIndex(folder.path);
      return await index.get([keyOf(5)]);
    };
    await expect(answer()).rejects.toMatchObject(CORRUPT);
    await expect(openLevelIndex(folder.path)).rejects.toMatchObject(CORRUPT);
  });

  it.each([1, 0])('I10: yesterday’s, of kind %d, is noticed, with or without the entries of that day', async (kind) => {
    for (const withEntries of [false, true]) {
      await using folder = await temporaryFolder();
      await writeKeys(folder.path);
      const yesterday = new Map<string, Uint8Array>();
      await changing(folder.path, async (raw) => {
        for await (const [key, stored] of raw.iterator()) yesterday.set(Buffer.from(key).toString('hex'), stored);
      });
      {
        await using index = await openLevelIndex(folder.path);
        await index.write([{ key: keyOf(5), value: 'today' }]);
      }
      const isBack = (key: Uint8Array): boolean => (key[0] === 0xff ? key[1] === kind : withEntries);
      await changing(folder.path, async (raw) => {
        for (const [hex, stored] of yesterday) {
          const key = Uint8Array.from(Buffer.from(hex, 'hex'));
          if (isBack(key)) await raw.put(key, stored);
        }
      });
      const answer = async (): Promise<unknown> => {
        await using index = await openLevelIndex(folder.path);
        return await index.get([keyOf(5)]);
      };
      await expect(answer()).rejects.toMatchObject(CORRUPT);
    }
  });
});
