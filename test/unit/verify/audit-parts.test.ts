/**
 * The parts of an audit: formats that the engine writes, the tree that is remembered by tile, lists of findings.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../src/core/bytes/bytes.ts';
import { encodeHex } from '../../../src/core/bytes/hex.ts';
import { hashLeaf } from '../../../src/core/merkle/hash.ts';
import { encodeHead, type Head } from '../../../src/log/head.ts';
import { encodeStaged, stagingPath } from '../../../src/log/staging.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { formatNotesPath, parseNotesPath } from '../../../src/verify/audit/checkpoint-files.ts';
import {
  isCrashTrace,
  parseHeadRecord,
  parseStagedRecords,
  stagedPathOf,
} from '../../../src/verify/audit/engine-files.ts';
import { FindingCollector, MAX_FINDINGS, nameRun, Run } from '../../../src/verify/audit/findings.ts';
import { HashTree, rootOfHashes, splitTile } from '../../../src/verify/audit/hash-tree.ts';
import { Pages } from '../../../src/verify/audit/pages.ts';
import { inputError } from '../../_util/input-error.ts';
import { mth } from '../../_util/naive-merkle.ts';

installNodePrimitives();

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const size = fc.nat(Number.MAX_SAFE_INTEGER);
const head: fc.Arbitrary<Head> = fc.record({ generation: size, size, root: bytes32, state: bytes32 });

describe('the files of the engine', () => {
  it('parseHeadRecord is the inverse of the engine’s encodeHead', () => {
    fc.assert(
      fc.property(head, (each) => {
        expect(parseHeadRecord(encodeHead(each))).toEqual(each);
      }),
    );
  });

  it('a head with any byte changed, cut or added is refused', () => {
    const bytes = encodeHead({ generation: 7, size: 42, root: new Uint8Array(32), state: new Uint8Array(32) });
    for (let i = 0; i < bytes.length; i++) {
      const changed = Uint8Array.from(bytes, (byte, at) => (at === i ? byte ^ 1 : byte));
      const added = concatBytes(bytes.subarray(0, i), Uint8Array.of(0x20), bytes.subarray(i));
      for (const wrong of [changed, bytes.subarray(0, i), added]) {
        expect(() => parseHeadRecord(wrong)).toThrow(inputError('head-corrupt'));
      }
    }
  });

  it.each(['null', '[]', '7', '{}', `{"checksum":"","generation":-1,"root":"","size":0,"state":""}`])(
    'a head %s is refused',
    (text) => {
      expect(() => parseHeadRecord(Buffer.from(text))).toThrow(inputError('head-corrupt'));
    },
  );

  it('parseStagedRecords is the inverse of the engine’s encodeStaged', () => {
    const records = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(records, size, (some, oldSize) => {
        const parsed = parseStagedRecords('staging/x', encodeStaged({ oldSize, records: some }));
        expect(parsed).toEqual({ path: 'staging/x', oldSize, records: some });
      }),
    );
  });

  it('a staged batch with any byte changed or cut is refused', () => {
    const bytes = encodeStaged({ oldSize: 3, records: [Buffer.from('a'), Buffer.from('bc')] });
    for (let i = 0; i < bytes.length; i++) {
      const changed = Uint8Array.from(bytes, (byte, at) => (at === i ? byte ^ 1 : byte));
      for (const wrong of [changed, bytes.subarray(0, i)]) {
        expect(() => parseStagedRecords('staging/x', wrong)).toThrow(inputError('staging-corrupt'));
      }
    }
  });

  it('the path of a staged batch is the engine’s, and a trace that a crash may leave', () => {
    fc.assert(
      fc.property(head, (each) => {
        expect(stagedPathOf(each)).toBe(stagingPath(each));
        expect(isCrashTrace(stagedPathOf(each))).toBe(true);
      }),
    );
    for (const path of ['staging/1-ab', 'staging/.unfinished~', 'staging/.unfinished~1/x', 'staging/note']) {
      expect(isCrashTrace(path)).toBe(false);
    }
  });

  it.each([
    [0, 'checkpoints/000'],
    [999, 'checkpoints/999'],
    [1000, 'checkpoints/x001/000'],
  ])('file of notes %i stands at %s', (number, path) => {
    expect(formatNotesPath(number)).toBe(path);
    expect(parseNotesPath(path)).toBe(number);
  });

  it.each(['checkpoints/', 'checkpoints/1', 'checkpoints/0000', 'checkpoints/x000/001', 'checkpoint', 'tile/0/000'])(
    '%s is no file of notes',
    (path) => {
      expect(parseNotesPath(path)).toBeUndefined();
    },
  );
});

describe('the tree by tiles', () => {
  const leaves = Array.from({ length: 700 }, (_, i) => Buffer.from(`leaf ${i}`));

  it('gives the root of RFC 6962 at every size, and the tiles that each leaf completes', () => {
    const tree = new HashTree();
    expect(encodeHex(tree.root())).toBe(encodeHex(mth([])));
    for (const [i, leaf] of leaves.entries()) {
      const completed = tree.append(hashLeaf(leaf));
      expect(completed).toEqual([]);
      expect(tree.size).toBe(i + 1);
      if (i % 37 === 0 || i % 256 > 253) expect(encodeHex(tree.root())).toBe(encodeHex(mth(leaves.slice(0, i + 1))));
    }
    expect(encodeHex(tree.rootOfTile({ level: 0, index: 1 }))).toBe(encodeHex(mth(leaves.slice(256, 512))));
  });

  it('remembers the last tile of level 0 and all above', () => {
    const tree = new HashTree();
    for (const leaf of leaves) tree.append(hashLeaf(leaf));
    expect(tree.tile({ level: 0, index: 1, width: 256 })).toBeUndefined();
    const last = tree.tile({ level: 0, index: 2, width: 188 });
    expect(last && splitTile(last).map(encodeHex)).toEqual(leaves.slice(512).map((leaf) => encodeHex(hashLeaf(leaf))));
    const above = tree.tile({ level: 1, index: 0, width: 2 });
    expect(above && encodeHex(rootOfHashes(splitTile(above)))).toBe(encodeHex(mth(leaves.slice(0, 512))));
    expect(() => tree.tile({ level: 1, index: 0, width: 3 })).toThrow('no tile 1/0 of width 3 yet');
  });

  it('completes a tile of level 1 with leaf 65,535', () => {
    const tree = new HashTree();
    const leaf = hashLeaf(Buffer.from('the same'));
    let completed = 0;
    for (let i = 0; i < 65_535; i++) completed += tree.append(leaf).length;
    expect(completed).toBe(0);
    expect(tree.append(leaf)).toEqual([{ level: 1, index: 0 }]);
    expect(encodeHex(tree.rootOfTile({ level: 1, index: 0 }))).toBe(encodeHex(tree.root()));
    expect(tree.tile({ level: 1, index: 0, width: 256 })?.length).toBe(8192);
  });

  it('tells the root that one more tile would lead to', () => {
    for (const width of [1, 100, 255]) {
      const tree = new HashTree();
      for (const leaf of leaves.slice(0, 512)) tree.append(hashLeaf(leaf));
      const more = leaves.slice(512, 512 + width);
      const expected = mth([...leaves.slice(0, 512), ...more]);
      expect(encodeHex(tree.rootWith(more.map((leaf) => hashLeaf(leaf))))).toBe(encodeHex(expected));
    }
  });
});

describe('lists of findings', () => {
  it('put records first, in their order, and keep a thousand', () => {
    const list = new FindingCollector();
    list.add({ code: 'head-corrupt', message: 'head', path: 'head' });
    for (let index = MAX_FINDINGS + 4; index >= 0; index--) list.add({ code: 'bad-signature', message: '', index });
    const { findings, omitted } = list.list();
    expect(findings.length).toBe(MAX_FINDINGS);
    expect(omitted).toBe(6);
    expect(findings.slice(0, 2).map(({ index }) => index)).toEqual([6, 7]);
    expect(findings.at(-1)).toMatchObject({ path: 'head' });
  });

  it('take an InputError’s code and nothing else’s', () => {
    const list = new FindingCollector();
    expect(() => list.addError(new TypeError('a bug'), {})).toThrow('a bug');
    expect(list.isEmpty).toBe(true);
  });

  it('report positions in runs', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(30)), (unsorted) => {
        const positions = unsorted.toSorted((a, b) => a - b);
        const seen: number[] = [];
        const ends: number[] = [];
        const run = new Run((first, last, detail) => {
          expect(detail).toBe(`from ${first}`);
          for (let at = first; at <= last; at++) seen.push(at);
          ends.push(last);
        });
        for (const position of positions) run.add(position, `from ${position}`);
        run.end();
        run.end();
        expect(seen).toEqual(positions);
        expect(ends).toEqual(positions.filter((at) => !positions.includes(at + 1)));
      }),
    );
  });

  it('name runs', () => {
    expect([nameRun('note', 4, 4), nameRun('note', 4, 9)]).toEqual(['note 4', 'notes 4 to 9']);
  });
});

describe('pages', () => {
  it('two are out at once, and no third', async () => {
    const pages = new Pages();
    const ends: (() => void)[] = [];
    const page = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
    await pages.turn(page());
    let isThird = false;
    const third = pages.turn(page()).then(() => {
      isThird = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(isThird).toBe(false);
    ends[0]?.();
    await third;
    ends[1]?.();
    await pages.end();
  });

  it('an error of a page reaches whoever turns next', async () => {
    const pages = new Pages();
    await pages.turn(Promise.reject(new Error('no answer')));
    await expect(pages.turn(Promise.resolve())).rejects.toThrow('no answer');
  });
});
