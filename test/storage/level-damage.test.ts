import { cp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Level } from 'level';
import { Packr } from 'msgpackr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes } from '../../src/core/bytes/bytes.ts';
import { sha256 } from '../../src/core/bytes/sha256.ts';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { discardLevelIndex } from '../../src/storage/level/database.ts';
import { decodeValue, encodeValue } from '../../src/storage/level/index-value.ts';
import { openLevelIndex } from '../../src/storage/level/level-index.ts';
import { bundleChild, type ChildProgram } from './_child.ts';
import { temporaryFolder } from './_folder.ts';
import { FLIPS_PER_FILE, sampleKeys, sampleValue } from './_index-sample.ts';

const CORRUPT = { name: 'InputError', code: 'index-corrupt' };
const ALL = { start: '', end: '~' };

describe('level driver: one flipped bit', () => {
  let child: ChildProgram;
  beforeAll(async () => {
    child = await bundleChild('_child-flip.ts');
  });
  afterAll(() => child[Symbol.asyncDispose]());

  it('I10: in any file of the database never gives a value that was not written', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'index');
    await writeSample(path);
    const files = (await readdir(join(path, 'database'))).join(' ');
    expect(files).toMatch(/\.ldb/);
    expect(files).toMatch(/\.log/);
    const outcomes = await runTrials(child, path);
    expect(outcomes.length).toBeGreaterThanOrEqual(4 * FLIPS_PER_FILE);
    const allowed = ['unharmed', 'older', 'index-corrupt', 'storage-failed', 'aborted'];
    expect(outcomes.filter((outcome) => !allowed.includes(outcome))).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === 'index-corrupt').length).toBeGreaterThan(5);
  });
});

describe('level driver: the stored form of a value', () => {
  const key = 'record/0001';

  it('is MessagePack and eight bytes of SHA-256 over key, ff and payload', () => {
    const payload = Uint8Array.of(0x07);
    const checksum = sha256(concatBytes(encodeUtf8('size'), Uint8Array.of(0xff), payload)).subarray(0, 8);
    expect(encodeValue('size', 7)).toEqual(concatBytes(payload, checksum));
  });

  it('is refused with any bit flipped', () => {
    const stored = encodeValue(key, sampleValue(key));
    for (let bit = 0; bit < stored.length * 8; bit++) {
      const flipped = stored.slice();
      flipped[Math.floor(bit / 8)] = (flipped[Math.floor(bit / 8)] ?? 0) ^ (2 ** (bit % 8));
      expect(() => decodeValue(key, flipped)).toThrow(expect.objectContaining(CORRUPT));
    }
  });

  it('is refused when cut, extended, or found under another key', () => {
    const stored = encodeValue(key, sampleValue(key));
    for (let length = 0; length < stored.length; length++) {
      expect(() => decodeValue(key, stored.subarray(0, length))).toThrow(expect.objectContaining(CORRUPT));
    }
    expect(() => decodeValue(key, concatBytes(stored, Uint8Array.of(0)))).toThrow(expect.objectContaining(CORRUPT));
    expect(() => decodeValue('record/0002', stored)).toThrow(expect.objectContaining(CORRUPT));
  });

  const packr = new Packr({ useRecords: false, moreTypes: true });
  const foreign: [string, Uint8Array][] = [
    ['nothing', new Uint8Array()],
    ['two values', Uint8Array.of(1, 2)],
    ['a cut-off text', Uint8Array.of(0xa5, 0x61)],
    ['a date', packr.pack(new Date(0))],
    ['a set', packr.pack(new Set([1]))],
    ['a regular expression', packr.pack(/a/)],
    ['a big integer', packr.pack(2n ** 60n)],
    ['a float beyond the safe integers', packr.pack(2 ** 60)],
    ['undefined', packr.pack(undefined)],
    ['a date in an object', packr.pack({ a: [new Date(0)] })],
    ['the unused byte c1', Uint8Array.of(0xc1)],
    ['arrays nested 100,000 deep', new Uint8Array(100_000).fill(0x91)],
  ];

  it.each(foreign)('is refused for a payload that encodes %s, even with the right checksum', (_title, payload) => {
    const checksum = sha256(concatBytes(encodeUtf8(key), Uint8Array.of(0xff), payload)).subarray(0, 8);
    expect(() => decodeValue(key, concatBytes(payload, checksum))).toThrow(expect.objectContaining(CORRUPT));
  });
});

describe('level driver: a damaged database', () => {
  it('reports a damaged value and is sound again after clear', async () => {
    await using folder = await temporaryFolder();
    await writeSample(folder.path);
    await changeDatabase(folder.path, async (raw) => {
      const other = await raw.get('record/0002');
      await raw.put('record/0001', other ?? new Uint8Array());
    });
    await using index = await openLevelIndex(folder.path);
    await expect(index.get(['record/0001'])).rejects.toMatchObject(CORRUPT);
    await expect(index.range(ALL)).rejects.toMatchObject(CORRUPT);
    await index.clear();
    await index.write([{ key: 'record/0001', value: 1 }]);
    expect(await index.range(ALL)).toEqual([{ key: 'record/0001', value: 1 }]);
  });

  it.each(['CURRENT', 'MANIFEST'])('without its %s does not open until it is discarded', async (prefix) => {
    await using folder = await temporaryFolder();
    await writeSample(folder.path);
    const database = join(folder.path, 'database');
    for (const name of await readdir(database)) {
      if (name.startsWith(prefix)) await writeFile(join(database, name), 'damaged');
    }
    await expect(openLevelIndex(folder.path)).rejects.toMatchObject(CORRUPT);
    await discardLevelIndex(folder.path);
    await using index = await openLevelIndex(folder.path);
    expect(await index.range(ALL)).toEqual([]);
  });

  it('with a table missing says so', async () => {
    await using folder = await temporaryFolder();
    await writeSample(folder.path);
    const database = join(folder.path, 'database');
    for (const name of await readdir(database)) if (name.endsWith('.ldb')) await rm(join(database, name));
    await expect(openLevelIndex(folder.path)).rejects.toMatchObject(CORRUPT);
  });
});

describe('level driver: what is missing', () => {
  const changed: [string, Change][] = [
    ['an entry that is gone', (raw) => raw.del('record/0007')],
    ['an entry of another day', (raw) => raw.put('record/0007', encodeValue('record/0007', 'yesterday'))],
    ['an entry that came back', (raw) => raw.put('record/9999', encodeValue('record/9999', 1))],
    ['an entry under another key', moveEntry],
  ];

  it.each(changed)('I10: %s is noticed, and the index does not open again', async (_title, change) => {
    await using folder = await temporaryFolder();
    await writeSample(folder.path);
    await changeDatabase(folder.path, change);
    await using index = await openLevelIndex(folder.path);
    await expect(index.verify()).rejects.toMatchObject(CORRUPT);
    await index.write([{ key: 'later', value: 1, isNew: true }]);
    await index.close();
    await expect(openLevelIndex(folder.path)).rejects.toMatchObject(CORRUPT);
  });

  it('a damaged value that was read once keeps the index from opening again, until it is cleared', async () => {
    await using folder = await temporaryFolder();
    await writeSample(folder.path);
    await changeDatabase(folder.path, (raw) => raw.put('record/0007', Uint8Array.of(1)));
    await using index = await openLevelIndex(folder.path);
    await expect(index.get(['record/0007'])).rejects.toMatchObject(CORRUPT);
    await index.write([{ key: 'later', value: 1, isNew: true }]);
    await index.close();
    await expect(openLevelIndex(folder.path)).rejects.toMatchObject(CORRUPT);
  });

  it('an index that was cleared after damage opens again', async () => {
    await using folder = await temporaryFolder();
    await writeSample(folder.path);
    await changeDatabase(folder.path, (raw) => raw.put('record/0007', Uint8Array.of(1)));
    await using index = await openLevelIndex(folder.path);
    await expect(index.range(ALL)).rejects.toMatchObject(CORRUPT);
    await index.clear();
    await index.write([{ key: 'later', value: 1 }]);
    await index.close();
    await using again = await openLevelIndex(folder.path);
    await again.verify();
    expect(await again.range(ALL)).toEqual([{ key: 'later', value: 1 }]);
  });

  it('an index of before there was a digest does not open', async () => {
    await using folder = await temporaryFolder();
    await changeDatabase(folder.path, (raw) => raw.put('record/0007', encodeValue('record/0007', 1)));
    await expect(openLevelIndex(folder.path)).rejects.toMatchObject(CORRUPT);
  });
});

describe('level driver: clear and close', () => {
  it('leaves nothing of an index whose clearing was cut short', async () => {
    await using folder = await temporaryFolder();
    await writeSample(folder.path);
    // As after a crash between the renaming and the removal.
    await rename(join(folder.path, 'database'), join(folder.path, 'discarded'));
    await cp(join(folder.path, 'discarded'), join(folder.path, 'discarded/copy'), { recursive: true }).catch(
      () => undefined,
    );
    await using index = await openLevelIndex(folder.path);
    expect(await index.range(ALL)).toEqual([]);
    expect(await readdir(folder.path)).toEqual(['database']);
  });

  it('discards an index that is not there', async () => {
    await using folder = await temporaryFolder();
    await discardLevelIndex(folder.path);
    await discardLevelIndex(join(folder.path, 'absent'));
  });

  it('keeps a second opener out', async () => {
    await using folder = await temporaryFolder();
    await using index = await openLevelIndex(folder.path);
    await expect(openLevelIndex(folder.path)).rejects.toMatchObject({ code: 'folder-locked' });
    await index.write([{ key: 'a', value: 1 }]);
  });

  it('waits for writes on close, and refuses later ones, for good', async () => {
    await using folder = await temporaryFolder();
    const index = await openLevelIndex(folder.path);
    const writing = index.write([{ key: 'a', value: 1 }]);
    await index.close();
    await index.close();
    await writing;
    const failed = { code: 'storage-failed' };
    await expect(index.write([{ key: 'b', value: 1 }])).rejects.toMatchObject(failed);
    await expect(index.clear()).rejects.toMatchObject(failed);
    await expect(index.get(['a'])).rejects.toMatchObject(failed);
    await using again = await openLevelIndex(folder.path);
    expect(await again.range(ALL)).toEqual([{ key: 'a', value: 1 }]);
  });

  it('gives an error that names the cause when the folder cannot be made', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'file'), '');
    await expect(openLevelIndex(join(folder.path, 'file'))).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

type Change = (raw: Level<string, Uint8Array>) => Promise<void>;

/** Changes the database behind the driver's back. */
async function changeDatabase(path: string, change: Change): Promise<void> {
  const raw = new Level<string, Uint8Array>(join(path, 'database'), { valueEncoding: 'view' });
  await change(raw);
  await raw.close();
}

/** The entry of one key, found under another, as a flipped bit in LevelDB's keys has it. */
async function moveEntry(raw: Level<string, Uint8Array>): Promise<void> {
  const stored = await raw.get('record/0007');
  await raw.batch([
    { type: 'del', key: 'record/0007' },
    { type: 'put', key: 'record/000w', value: stored ?? Uint8Array.of() },
  ]);
}

/** Writes the sample: half of it into a table file, half into LevelDB's log. */
async function writeSample(path: string): Promise<void> {
  const changes = sampleKeys().map((key) => ({ key, value: sampleValue(key) }));
  for (const half of [changes.filter((_, i) => i % 2 === 0), changes.filter((_, i) => i % 2 === 1)]) {
    await using index = await openLevelIndex(path);
    await index.write(half);
  }
}

/** The outcome of every trial. LevelDB aborts the process on some damage; the next child goes on after that trial. */
async function runTrials(child: ChildProgram, path: string): Promise<string[]> {
  const outcomes: string[] = [];
  for (;;) {
    const { process, lines } = child.start(path, String(outcomes.length));
    const exited = new Promise<NodeJS.Signals | null>((resolve) =>
      process.on('exit', (_code, signal) => resolve(signal)),
    );
    for await (const line of lines) outcomes.push(line.slice(line.indexOf(' ') + 1));
    const signal = await exited;
    if (signal === null && process.exitCode === 0) return outcomes;
    if (signal !== 'SIGABRT') throw new Error(`trial ${outcomes.length}: ended with ${signal ?? process.exitCode}`);
    outcomes.push('aborted');
  }
}
