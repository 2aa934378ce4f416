/**
 * The contract of `CheckpointStore`: every driver runs it.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts';
import type { CheckpointStore } from '../../../src/log/ports.ts';
import type { Subject } from './subject.ts';

/** A text that could be note number `ordinal`: 8 to 29 bytes. */
export function sampleNote(ordinal: number): Uint8Array {
  return encodeUtf8(`note ${ordinal}\n${'x'.repeat((ordinal * 53) % 20)}\n`);
}

/** Appends the sample notes [start, end). */
export async function appendNotes(store: CheckpointStore, start: number, end: number): Promise<void> {
  for (let ordinal = start; ordinal < end; ordinal++) await store.append(ordinal, sampleNote(ordinal));
}

export function describeCheckpointStore(driver: string, open: () => Promise<Subject<CheckpointStore>>): void {
  describe(`CheckpointStore contract: ${driver}`, () => {
    it('is empty at first', async () => {
      await using subject = await open();
      expect(await subject.store.count()).toBe(0);
      expect(await subject.store.read(0)).toBeUndefined();
      expect(await subject.store.latest()).toBeUndefined();
      await subject.store.repairLatest();
      expect(await subject.store.latest()).toBeUndefined();
    });

    it('numbers the notes from 0, and shows the last one', async () => {
      await using subject = await open();
      await appendNotes(subject.store, 0, 5);
      expect(await subject.store.count()).toBe(5);
      for (let i = 0; i < 5; i++) expect(await subject.store.read(i)).toEqual(sampleNote(i));
      expect(await subject.store.latest()).toEqual(sampleNote(4));
      await subject.store.repairLatest();
      expect(await subject.store.latest()).toEqual(sampleNote(4));
    });

    it.each([-1, 5, 0.5, Number.NaN, 2 ** 53])('has no note %d of five', async (ordinal) => {
      await using subject = await open();
      await appendNotes(subject.store, 0, 5);
      expect(await subject.store.read(ordinal)).toBeUndefined();
    });

    it('goes on past 256 notes, also when it is opened again there', async () => {
      await using subject = await open();
      let store = subject.store;
      let start = 0;
      for (const end of [255, 256, 257, 259]) {
        await appendNotes(store, start, end);
        store = (await subject.reopen?.()) ?? store;
        expect(await store.count()).toBe(end);
        expect(await store.latest()).toEqual(sampleNote(end - 1));
        start = end;
      }
      for (const i of [0, 1, 254, 255, 256, 257, 258]) expect(await store.read(i)).toEqual(sampleNote(i));
    });

    it.each([0, 1, 3, 4, -1, Number.NaN])('refuses note %d where note 2 comes next', async (ordinal) => {
      await using subject = await open();
      await appendNotes(subject.store, 0, 2);
      await expect(subject.store.append(ordinal, sampleNote(9))).rejects.toMatchObject({ name: 'InvariantError' });
      expect(await subject.store.count()).toBe(2);
      expect(await subject.store.latest()).toEqual(sampleNote(1));
      await appendNotes(subject.store, 2, 3);
    });

    it('takes one of two concurrent appends of the same number', async () => {
      await using subject = await open();
      const results = await Promise.allSettled([7, 8].map((n) => subject.store.append(0, sampleNote(n))));
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await subject.store.count()).toBe(1);
      expect(await subject.store.latest()).toEqual(await subject.store.read(0));
    });

    it.each([
      ['empty', new Uint8Array()],
      ['without a final line feed', encodeUtf8('note')],
      ['with a zero byte', Uint8Array.of(0x61, 0, 0x0a)],
      ['of 65,536 bytes', new Uint8Array(65_536).fill(0x0a)],
    ])('refuses a note %s', async (_title, note) => {
      await using subject = await open();
      await expect(subject.store.append(0, note)).rejects.toMatchObject({ name: 'InvariantError' });
      expect(await subject.store.count()).toBe(0);
      expect(await subject.store.latest()).toBeUndefined();
    });

    it('takes notes of 1 and of 65,535 bytes', async () => {
      await using subject = await open();
      await subject.store.append(0, new Uint8Array(65_535).fill(0x0a));
      await subject.store.append(1, Uint8Array.of(0x0a));
      await subject.store.append(2, new Uint8Array(65_535).fill(0x0a));
      const store = (await subject.reopen?.()) ?? subject.store;
      expect(await store.count()).toBe(3);
      for (const [i, sizeBytes] of [65_535, 1, 65_535].entries()) {
        expect((await store.read(i))?.length).toBe(sizeBytes);
      }
    });

    it('does not share bytes with its caller', async () => {
      await using subject = await open();
      const note = sampleNote(0);
      await subject.store.append(0, note);
      note.fill(0);
      (await subject.store.read(0))?.fill(0);
      (await subject.store.latest())?.fill(0);
      expect(await subject.store.read(0)).toEqual(sampleNote(0));
      expect(await subject.store.latest()).toEqual(sampleNote(0));
    });

    it('gives every reader whole notes while it grows', async () => {
      await using subject = await open();
      const { store } = subject;
      let isGrowing = true;
      const reader = async () => {
        while (isGrowing) {
          const last = (await store.count()) - 1;
          if (last >= 0) expect(await store.read(last)).toEqual(sampleNote(last));
          const latest = await store.latest();
          if (latest !== undefined) expect(latest.at(-1)).toBe(0x0a);
          await new Promise(setImmediate);
        }
      };
      const readers = [reader(), reader()];
      await appendNotes(store, 0, 40);
      isGrowing = false;
      await Promise.all(readers);
    });
  });
}
