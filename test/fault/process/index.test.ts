/**
 * An index that belongs to another day or another ledger, put beside the log: derived data may be anything (I10). The start
 * brings it up to date or builds it anew, and every answer is as it was, byte for byte.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import { auditAfterFault, running } from '../_audit.ts';
import { folderFiles } from '../_files.ts';
import { submitTold, Told } from '../_told.ts';
import { withFolderLedger } from './_folder-ledger.ts';
import { nextTasks, type PreparedFolder, prepareFolder } from './_prepared.ts';
import { Tally } from './_tally.ts';

/** Copies of one ledger as it stood on three days; one that went another way after the first; one of other people. */
const FOLDERS = ['founding day', 'yesterday', 'today', 'another history', 'another consortium'] as const;
const [FOUNDED, YESTERDAY, TODAY, ASTRAY, STRANGER] = FOLDERS;
/** Those that get the index of each other. */
const LOGS = [YESTERDAY, TODAY, ASTRAY] as const;

let prepared: PreparedFolder;
let other: PreparedFolder;
let root: string;
/** What the submitters of each had been told. */
const toldBy = new Map<string, Told>();
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ledgerline-index-'));
  prepared = await prepareFolder();
  other = await prepareFolder({ origin: 'log.example/another' });
  const folder = join(root, 'ledger');
  const consortium = await prepared.copyTo(folder);
  const told = new Told();
  const endDay = async (day: string): Promise<void> => {
    await cp(folder, join(root, day), { recursive: true });
    toldBy.set(day, copyOf(told));
  };
  await endDay(FOUNDED);
  await record(folder, told, nextTasks(consortium, 6, 'first'));
  await endDay(YESTERDAY);
  await record(folder, told, nextTasks(consortium, 6, 'second'));
  await endDay(TODAY);
  for (const [name, from] of [[ASTRAY, prepared] as const, [STRANGER, other] as const]) {
    const otherTold = new Told();
    await record(join(root, name), otherTold, nextTasks(await from.copyTo(join(root, name)), 12, 'other'));
    toldBy.set(name, otherTold);
  }
});
afterAll(async () => {
  await prepared?.[Symbol.asyncDispose]();
  await other?.[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

/** Three at a time, so that there are several publications. */
async function record(folder: string, told: Told, statements: readonly SignedStatement[]): Promise<void> {
  await withFolderLedger(folder, async (ledger) => {
    for (let at = 0; at < statements.length; at += 3) {
      await Promise.all(statements.slice(at, at + 3).map((signed) => submitTold(ledger, told, signed)));
    }
  });
}

function copyOf({ receipts, placements }: Told): Told {
  const copy = new Told();
  for (const [index, bundle] of receipts) copy.receipt(index, bundle);
  for (const [digest, index] of placements) copy.placement(digest, index);
  return copy;
}

/** All that readers ask an index for. */
async function answersOf(ledger: Ledger): Promise<unknown> {
  const indexes = Array.from({ length: ledger.head.size }, (_, i) => i);
  const bundles = await Promise.all(indexes.map((index) => ledger.bundle(index)));
  const state = await ledger.stateUnder('', 10_000);
  const later = await ledger.later(1);
  return { bundles, state, later };
}

describe('I10: an index that is not this log’s', () => {
  const cases = LOGS.flatMap((log) => FOLDERS.filter((index) => index !== log).map((index) => ({ log, index })));

  it.for(cases)(
    'the log of $log with the index of $index answers as before, byte for byte',
    async (names, { task }) => {
      const [log, index] = [join(root, names.log), join(root, names.index, 'index')];
      const expected = await withFolderLedger(log, answersOf);
      const tally = new Tally();
      await tally.attempt(`${names.log}, ${names.index}`, async () => {
        const folder = join(root, 'mixed');
        await cp(log, folder, { recursive: true });
        await rm(join(folder, 'index'), { recursive: true });
        await cp(index, join(folder, 'index'), { recursive: true });
        const told = toldBy.get(names.log) ?? new Told();
        await withFolderLedger(folder, async (ledger) => {
          expect(await answersOf(ledger)).toEqual(expected);
          await auditAfterFault({
            files: await folderFiles(folder),
            policy: prepared.policy,
            told,
            ...running(ledger),
          });
        });
        await rm(folder, { recursive: true });
        return true;
      });
      tally.report(task, 'an index of another day or ledger');
    },
  );
});
