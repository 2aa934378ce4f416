/**
 * A ledger with credit on a LevelDB index, and what it answers. Whatever happens to the index, no answer may change: there
 * may be an error, and the next start has built the index anew.
 * @module
 */

import { InputError } from '../../../src/core/error.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import { type IndexStore, isDigested } from '../../../src/log/ports.ts';
import { discardLevelIndex } from '../../../src/storage/level/database.ts';
import { type LevelIndex, openLevelIndex } from '../../../src/storage/level/level-index.ts';
import { MemoryIndexStore } from '../../../src/storage/memory/index-store.ts';
import { creditConsortium, manualClock } from '../../_util/credit-scenario.ts';
import { engineParts } from '../../_util/engine.ts';
import { allEntries } from '../../_util/index-entries.ts';
import type { FileMap } from '../../_util/stored-ledger.ts';
import { SimulatedFolder } from './_folder.ts';

const AFTER_ALL_MS = Date.UTC(2027, 5, 1);

/** What the ledger answered when nothing was damaged, as texts by question. */
export type Answers = ReadonlyMap<string, string>;

/** Opens an index as `serve` does: one that does not open is discarded. */
export async function openAsServe(path: string): Promise<LevelIndex> {
  return openLevelIndex(path).catch(async (error: unknown) => {
    if (!(error instanceof InputError) || error.code !== 'index-corrupt') throw error;
    await discardLevelIndex(path);
    return openLevelIndex(path);
  });
}

/** Everything that rests on the index: receipts, places, lists and statements of accounts; an error by its code. */
export async function askAll(files: FileMap, index: IndexStore): Promise<Answers> {
  const ledger = await openOver(files, index);
  const answers = new Map<string, string>();
  const ask = async (question: string, answer: () => Promise<unknown>): Promise<void> => {
    answers.set(question, await answer().then(textOf, codeOf));
  };
  try {
    for (let i = 0; i < ledger.head.size; i++) await ask(`receipt ${i}`, () => ledger.bundle(i));
    for (const { key } of await ledger.stateUnder('record/', 1000)) {
      const digest = key.slice('record/'.length);
      await ask(`place ${digest}`, () => ledger.find(digest));
    }
    for (const account of ['system', 'institutions', 'daejeon-institute', 'hangang-pharma']) {
      await ask(`list ${account}`, () => ledger.account(account, 0, 1000));
    }
    await ask('statement', () => ledger.accountStatement('hangang-pharma'));
  } finally {
    await ledger.close();
  }
  return answers;
}

async function openOver(files: FileMap, index: IndexStore): Promise<Ledger> {
  const folder = await SimulatedFolder.of(files, new MemoryIndexStore());
  const stores = { ...(await folder.open()), index };
  return Ledger.open({
    ...engineParts(creditConsortium(), { clock: manualClock(AFTER_ALL_MS) }),
    ...stores,
    options: { confirmClock: true },
  });
}

/** The index as a text, a line for what is digested and one for the rest: two that say the same are the same, whatever the order of members. */
export async function dump(index: IndexStore): Promise<string> {
  const entries = await allEntries(index);
  const text = (part: typeof entries): string =>
    JSON.stringify(part, (_name, value: unknown) => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
    });
  return [true, false].map((digested) => text(entries.filter(({ key }) => isDigested(key) === digested))).join('\n');
}

/**
 * Requires that a ledger with the index in `path` says nothing but what it said, or `index-corrupt`; and that after the next
 * start at the latest the index is what it was, but for undigested entries that nobody asks for. Gives what came of it.
 * @throws Error for another answer
 */
export async function tryIndex(files: FileMap, path: string, expected: Answers, whole: string): Promise<string> {
  let outcome = 'unharmed';
  for (const isLast of [false, true]) {
    const index = await openAsServe(path);
    try {
      const before = await dump(index).catch(() => 'damaged');
      if (!isLast && before !== whole) outcome = 'repaired';
      // The second start has an index that is compared as a whole: it need not be asked.
      const answers = isLast ? expected : await askAll(files, index);
      if (isLast) await (await openOver(files, index)).close();
      if (compareAnswers(answers, expected, !isLast)) outcome = 'error';
      const after = await dump(index).catch(() => 'damaged');
      if (isLast && after !== whole) {
        // What is not digested may be missing still, if nobody asked for it: then nobody misses it.
        if (outcome === 'error' || after.split('\n')[0] !== whole.split('\n')[0])
          throw new Error(`the index is another one: ${diffOf(after, whole)}`);
        compareAnswers(await askAll(files, index), expected, false);
      }
    } catch (error) {
      if (isLast || !(error instanceof InputError)) throw error;
      outcome = `refused: ${error.code}`;
    } finally {
      await index.close();
    }
  }
  return outcome;
}

function diffOf(a: string, b: string): string {
  const at = [...a].findIndex((character, i) => character !== b[i]);
  return `${a.slice(Math.max(0, at - 80), at + 40)} instead of ${b.slice(Math.max(0, at - 80), at + 40)}`;
}

/** True where some answers are errors. @throws Error where one is another */
export function compareAnswers(answers: Answers, expected: Answers, mayFail: boolean): boolean {
  let hasFailed = false;
  for (const [question, answer] of expected) {
    const now = answers.get(question);
    const isError = now === 'error index-corrupt';
    hasFailed ||= isError;
    if (now !== answer && !(mayFail && isError)) throw new Error(`${question}: ${now?.slice(0, 80)}`);
  }
  return hasFailed;
}

function textOf(answer: unknown): string {
  return answer instanceof Uint8Array ? Buffer.from(answer).toString() : (JSON.stringify(answer) ?? 'nothing');
}

function codeOf(error: unknown): string {
  if (error instanceof InputError) return `error ${error.code}`;
  throw error;
}
