/**
 * Serves a ledger over damaged copies of its index, in a process that LevelDB may abort. Arguments: a folder with `files.json`
 * and `index/`, flips per file, the first trial. Trial n flips one bit of one of LevelDB's files, or removes it; for each,
 * standard output says `<n> <outcome>`.
 * @module
 */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { askAll, dump, openAsServe, tryIndex } from './_indexed.ts';
import { flipsOf } from './_places.ts';

installNodePrimitives();
const [, , folder = '', flips = '0', firstTrial = '0'] = process.argv;
const stored = JSON.parse(await readFile(join(folder, 'files.json'), 'utf8')) as [string, string][];
const files = new Map(stored.map(([path, text]) => [path, Uint8Array.from(Buffer.from(text, 'base64'))]));

await using sound = await openAsServe(await copyIndex('sound'));
const whole = await dump(sound);
const expected = await askAll(files, sound);

const trials: { readonly name: string; readonly bytes: Uint8Array | undefined }[] = [];
for (const name of (await readdir(join(folder, 'index/database'))).filter((each) => !/^LOCK$|^LOG/.test(each)).sort()) {
  const bytes = Uint8Array.from(await readFile(join(folder, 'index/database', name)));
  trials.push({ name, bytes: undefined }, { name, bytes: bytes.subarray(0, bytes.length / 2) });
  for (const flipped of flipsOf(bytes, Number(flips))) trials.push({ name, bytes: flipped.bytes });
}
for (const [trial, { name, bytes }] of trials.entries()) {
  if (trial < Number(firstTrial)) continue;
  const path = await copyIndex('damaged');
  if (bytes === undefined) await rm(join(path, 'database', name));
  else await writeFile(join(path, 'database', name), bytes);
  const outcome = await tryIndex(files, path, expected, whole).catch((error: unknown) => `LOST ${name}: ${error}`);
  process.stdout.write(`${trial} ${outcome}\n`);
}

async function copyIndex(name: string): Promise<string> {
  const copy = join(folder, name);
  await rm(copy, { recursive: true, force: true });
  await cp(join(folder, 'index'), copy, { recursive: true });
  return copy;
}
