/**
 * Reads damaged copies of an index. Arguments: the index's folder, and the first trial. Trial n flips one bit of one file;
 * for each, standard output says `<n> <outcome>`: `unharmed`; `older`, which is whole as of before the last write, or empty;
 * `index-corrupt` or another code; `ABSENT` when keys were missing and nothing noticed it; `WRONG <key>` when a value came
 * back that was never written.
 * @module
 */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../../src/core/error.ts';
import { openLevelIndex } from '../../src/storage/level/level-index.ts';
import { FLIPS_PER_FILE, sampleKeys, sampleValue } from './_index-sample.ts';

const [, , folder = '', firstTrial = '0'] = process.argv;
const files = (await readdir(join(folder, 'database'))).filter((name) => !/^LOCK$|^LOG/.test(name)).sort();
for (let trial = Number(firstTrial); trial < files.length * FLIPS_PER_FILE; trial++) {
  process.stdout.write(`${trial} ${await outcomeOf(trial)}\n`);
}

async function outcomeOf(trial: number): Promise<string> {
  const copy = `${folder}-damaged`;
  await rm(copy, { recursive: true, force: true });
  await cp(folder, copy, { recursive: true });
  await flipBit(join(copy, 'database', files[Math.floor(trial / FLIPS_PER_FILE)] ?? ''), trial % FLIPS_PER_FILE);
  try {
    return await readAll(copy);
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
}

/** Flips a bit of the file, at the place that `flip` of FLIPS_PER_FILE evenly spread ones has. */
async function flipBit(path: string, flip: number): Promise<void> {
  const bytes = await readFile(path);
  const bit = Math.floor(((flip + 0.5) * bytes.length * 8) / FLIPS_PER_FILE);
  const at = Math.floor(bit / 8);
  bytes[at] = (bytes[at] ?? 0) ^ (2 ** (bit % 8));
  await writeFile(path, bytes);
}

async function readAll(copy: string): Promise<string> {
  await using index = await openLevelIndex(copy);
  const missing = new Set<string>();
  let outcome = 'unharmed';
  const read = async (keys: readonly string[], values: readonly unknown[]) => {
    for (const [i, key] of keys.entries()) {
      if (values[i] === undefined) missing.add(key);
      else if (!isDeepStrictEqual(values[i], sampleValue(key))) throw new Error(`WRONG ${key}`);
    }
  };
  try {
    // One by one, and as a range: what one damaged value hides, the others must not.
    for (const key of sampleKeys()) {
      try {
        await read([key], await index.get([key]));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        outcome = error.code;
      }
    }
    const entries = await index.range({ start: '', end: '~' });
    await read(
      entries.map(({ key }) => key),
      entries.map(({ value }) => value),
    );
    if (outcome !== 'unharmed' || missing.size === 0) return outcome;
    // The first touch must have noticed it: nothing else is asked.
    const lastWrite = sampleKeys().filter((_, i) => i % 2 === 1);
    const isOlder = missing.size === sampleKeys().length || String([...missing].sort()) === String(lastWrite);
    return isOlder ? 'older' : 'ABSENT';
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('WRONG')) return error.message;
    throw error;
  }
}
