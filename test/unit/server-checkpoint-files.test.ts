import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { CheckpointFiles } from '../../src/server/checkpoint-files.ts';

/** Publications with notes `0`, `1`, …, and how often each was read. */
function publications(count: number) {
  const reads: number[] = [];
  return {
    count,
    reads,
    get published() {
      return this.count === 0
        ? undefined
        : { ordinal: this.count - 1, size: this.count, root: new Uint8Array(32), note: '' };
    },
    publication: async (ordinal: number) => {
      reads.push(ordinal);
      return encodeUtf8(`${ordinal}`);
    },
  };
}

const textsOf = (notes: readonly Uint8Array[]): string[] => notes.map((note) => Buffer.from(note).toString());
const ordinals = (start: number, end: number): string[] =>
  Array.from({ length: end - start }, (_, i) => String(start + i));

describe('files of published checkpoints', () => {
  it.each([0, 1, 255, 256, 257, 512, 513])('of %d notes have 256 each, the last one the rest', async (count) => {
    const files = new CheckpointFiles(publications(count));
    const last = Math.floor(count / 256);
    for (let number = 0; number < last; number++) {
      expect(textsOf(await files.read(number))).toEqual(ordinals(number * 256, (number + 1) * 256));
    }
    expect(textsOf(await files.read(last))).toEqual(ordinals(last * 256, count));
    expect(await files.read(last + 1)).toEqual([]);
    expect(await files.read(35_184_372_088_831)).toEqual([]);
  });

  it('grow by what was published since; what was read is not read again', async () => {
    const ledger = publications(3);
    const files = new CheckpointFiles(ledger);
    await files.read(0);
    ledger.count = 5;
    expect(textsOf(await files.read(0))).toEqual(ordinals(0, 5));
    expect(ledger.reads).toEqual([0, 1, 2, 3, 4]);
  });
});
