/**
 * Damage of the index: LevelDB's files, single entries that are gone, and a store that would not notice.
 */

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IndexChange, type IndexValue, isDigested } from '../../../src/log/ports.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { openLevelIndex } from '../../../src/storage/level/level-index.ts';
import { MemoryIndexStore } from '../../../src/storage/memory/index-store.ts';
import { allEntries } from '../../_util/index-entries.ts';
import { type FileMap, storedFiles } from '../../_util/stored-ledger.ts';
import { bundleChild } from '../../storage/_child.ts';
import { FaultTally } from '../_table.ts';
import { creditScene } from '../engine/_scenes.ts';
import { type Answers, askAll, compareAnswers, dump, openAsServe, tryIndex } from './_indexed.ts';

installNodePrimitives();

/** Each costs two starts, and often a rebuilding. */
const FLIPS_PER_FILE = 6;

let root: string;
let files: FileMap;
let entries: IndexChange[];
let expected: Answers;
let whole: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ledgerline-fault-index-'));
  const { store } = await creditScene();
  files = new Map([...(await storedFiles(store))].map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
  entries = [...(await allEntries(store.index))];
  // Half of it in a table, half in LevelDB's log.
  for (const half of [entries.filter((_, i) => i % 2 === 0), entries.filter((_, i) => i % 2 === 1)]) {
    await using index = await openLevelIndex(join(root, 'index'));
    await index.write(half);
  }
  const text = [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]);
  await writeFile(join(root, 'files.json'), JSON.stringify(text));
  await cp(join(root, 'index'), join(root, 'first'), { recursive: true });
  await using index = await openAsServe(join(root, 'first'));
  whole = await dump(index);
  expected = await askAll(files, index);
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** One digested key of each class, by what it begins with (`src/log/layout.ts`). */
const CLASSES = ['s/record/', 's/institution/', 'a/', 'g/', 'f/', 'p/', '0/.applied', '0/.publications'] as const;

const keyOf = (prefix: string): string => entries.filter(({ key }) => key.startsWith(prefix)).at(-1)?.key ?? prefix;

describe('I10: damage of the index', () => {
  it('a key of any class that is missing or of another day is noticed, and the same start builds the index anew', async ({
    task,
  }) => {
    const tally = new FaultTally('index: entry gone or replaced');
    for (const prefix of CLASSES) {
      for (const change of ['gone', 'replaced'] as const) {
        await tally.try(`${prefix} ${change}`, async () => {
          const path = join(root, 'damaged');
          await rm(path, { recursive: true, force: true });
          await cp(join(root, 'index'), path, { recursive: true });
          await using raw = new Level<string, Uint8Array>(join(path, 'database'), { valueEncoding: 'view' });
          const key = keyOf(prefix);
          if (change === 'gone') await raw.del(key);
          else await raw.put(key, (await raw.get(keyOf('0/clock'))) ?? Uint8Array.of());
          await raw.close();
          return (await tryIndex(files, path, expected, whole)) === 'repaired';
        });
      }
    }
    tally.report(task);
    expect(task.meta.faults?.[0]).toMatchObject({ tries: CLASSES.length * 2, detected: CLASSES.length * 2 });
  });

  it('an undigested key that is missing is missed by whoever needs it, and the next start builds the index anew', async ({
    task,
  }) => {
    const tally = new FaultTally('index: undigested entry gone');
    const asked = await undigestedAsked();
    const losses = ['~n/', '~r/'].flatMap((prefix) => {
      const own = [...asked].filter((key) => key.startsWith(prefix)).sort();
      return [own.slice(0, 1), own.slice(-1), own];
    });
    for (const keys of losses) {
      await tally.try(`${keys[0]} and ${keys.length - 1} more`, async () => {
        const path = join(root, 'damaged');
        await rm(path, { recursive: true, force: true });
        await cp(join(root, 'index'), path, { recursive: true });
        await using raw = new Level<string, Uint8Array>(join(path, 'database'), { valueEncoding: 'view' });
        for (const key of keys) {
          expect(await raw.get(key)).toBeDefined();
          await raw.del(key);
        }
        await raw.close();
        return (await tryIndex(files, path, expected, whole)) === 'error';
      });
    }
    tally.report(task);
    expect(task.meta.faults?.[0]).toMatchObject({ tries: 6, detected: 6 });
  });

  it('a flipped bit, a torn and a missing file of LevelDB change no answer, and are repaired by starting', async ({
    task,
  }) => {
    const tally = new FaultTally('index: files of LevelDB');
    for (const outcome of await outcomesOfChild()) {
      await tally.try(outcome, async () => {
        if (outcome.startsWith('LOST')) throw new Error(outcome);
        return outcome !== 'unharmed';
      });
    }
    tally.report(task);
    const [row] = task.meta.faults ?? [];
    expect(row?.tries).toBeGreaterThanOrEqual(FLIPS_PER_FILE * 3);
    expect(row?.detected).toBeGreaterThan(8);
  });
});

/** The undigested keys that somebody needs. */
async function undigestedAsked(): Promise<Set<string>> {
  const index = new MemoryIndexStore();
  await index.write(entries);
  const asked = new Set<string>();
  const get = index.get.bind(index);
  index.get = (keys) => {
    for (const key of keys) if (!isDigested(key)) asked.add(key);
    return get(keys);
  };
  await askAll(files, index);
  return asked;
}

/** LevelDB aborts the process on some damage, which nobody can miss; the next child goes on after that trial. */
async function outcomesOfChild(): Promise<string[]> {
  await using child = await bundleChild('../fault/damage/_child-index.ts');
  const outcomes: string[] = [];
  for (;;) {
    const { process, lines } = child.start(root, String(FLIPS_PER_FILE), String(outcomes.length));
    const exited = new Promise<NodeJS.Signals | null>((resolve) => process.on('exit', (_code, by) => resolve(by)));
    for await (const line of lines) outcomes.push(line.slice(line.indexOf(' ') + 1));
    const signal = await exited;
    if (signal === null && process.exitCode === 0) return outcomes;
    if (signal !== 'SIGABRT') throw new Error(`trial ${outcomes.length}: ended with ${signal ?? process.exitCode}`);
    outcomes.push('aborted');
  }
}

describe('mutations: the suite notices an index store', () => {
  /** The map verifies nothing: what is wrong with it is answered. */
  async function mutant(change: (index: MemoryIndexStore) => Promise<void>): Promise<boolean> {
    const index = new MemoryIndexStore();
    await index.write(entries);
    await change(index);
    return compareAnswers(await askAll(files, index), expected, true);
  }

  it('that is sound', async () => {
    await expect(mutant(async () => undefined)).resolves.toBe(false);
  });

  const altered: [string, (value: never) => IndexValue][] = [
    ['s/record/', (value: { index: number }) => ({ ...value, index: value.index + 1 })],
    ['~r/', (index: number) => index + 1],
    ['g/', (index: number) => index + 1],
    ['p/', (value: { size: number }) => ({ ...value, size: value.size - 1 })],
  ];

  it.each(altered)('that does not check values: %s', async (prefix, alter) => {
    const { key, value } = entries.find((entry) => entry.key.startsWith(prefix)) ?? { key: '', value: null };
    const change = { key, value: alter(value as never) };
    await expect(mutant((index) => index.write([change]))).rejects.toThrow(/^(receipt|place|list)/);
  });

  it.each(['s/record/', 'g/', 'p/'])('that does not notice a missing key: %s', async (prefix) => {
    const key = entries.find((entry) => entry.key.startsWith(prefix))?.key ?? '';
    await expect(mutant((index) => index.write([{ key, value: null }]))).rejects.toThrow(/^(receipt|place|list)/);
  });
});
