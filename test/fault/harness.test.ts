/**
 * The audit of the fault suite sees what it must see: a check that cannot fail checks nothing.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { fileOf, flip, withFile } from '../_util/audit.ts';
import { taskBody } from '../_util/bodies.ts';
import { foundEngine } from '../_util/engine.ts';
import { mapFiles, policyOf, smallConsortium, storedFiles, WITNESS } from '../_util/stored-ledger.ts';
import { auditAfterFault, running } from './_audit.ts';
import { memoryFiles } from './_files.ts';
import { formatTable } from './_table-reporter.ts';
import { followNotes, submitTold, Told } from './_told.ts';

installNodePrimitives();

/** Three tasks, two publications, one refusal; at rest. */
async function playedLedger() {
  const consortium = smallConsortium();
  const { ledger, parts } = await foundEngine(consortium, { witness: WITNESS });
  const told = new Told();
  followNotes(ledger, told);
  const task = (name: string) => consortium.statement('task', 'daejeon-institute', taskBody({ task: name }));
  const wrong = () => consortium.statement('task', 'daejeon-institute', taskBody({ metric: 'none' }), { stray: true });
  const answers: string[] = [];
  for (const sign of [() => task('first'), () => task('second'), wrong, () => task('third')])
    answers.push(await submitTold(ledger, told, sign()));
  return { consortium, ledger, parts, told, policy: policyOf(consortium), answers };
}

let played: Awaited<ReturnType<typeof playedLedger>>;
beforeAll(async () => {
  played = await playedLedger();
});

/** What was told, to be changed. */
function copyOf({ receipts, placements, notes, refusals }: Told): Told {
  const copy = new Told();
  for (const [index, bundle] of receipts) copy.receipt(index, bundle);
  for (const [digest, index] of placements) copy.placement(digest, index);
  for (const note of notes) copy.note(note);
  for (const refusal of refusals) copy.refusal(refusal);
  return copy;
}

describe('the audit after a fault', () => {
  it('finds nothing wrong with a ledger to which nothing happened', async () => {
    const { ledger, parts, told, policy, answers } = played;
    expect(answers).toEqual(['released', 'released', 'vocabulary', 'released']);
    expect([told.receipts.size, told.placements.size, told.notes.size, told.refusals.length]).toEqual([3, 3, 3, 1]);
    const given = { files: await memoryFiles(parts.store), policy, ...running(ledger) };
    await expect(auditAfterFault({ ...given, told: copyOf(told) })).resolves.toMatchObject({ size: 8 });
  });

  it.each([
    ['a placement that is not there', (told: Told) => told.placement('0'.repeat(64), 7), 'was told to stand at 7'],
    ['a placement told twice', (told: Told) => told.placement([...told.placements.keys()][0] ?? '', 6), 'and 6'],
    ['two receipts of one record', (told: Told) => told.receipt(5, Uint8Array.of(1)), 'has other bytes now'],
    [
      'a note that was withdrawn',
      (told: Told) => told.note(forkOf([...told.notes][0])),
      'a published note is gone: size 6',
    ],
    ['a fork that a witness was shown', (told: Told) => told.signedNote(forkOf([...told.notes][0])), 'not of one tree'],
    ['a refusal without reason', refuseTheFirst, 'which no committed state bears out'],
  ])('finds %s', async (_title, change, found) => {
    const told = copyOf(played.told);
    change(told);
    const given = { files: await memoryFiles(played.parts.store), policy: played.policy, told };
    await expect(auditAfterFault(given)).rejects.toThrow(found);
  });

  it('finds damaged files, traces in a ledger at rest, and other receipts', async () => {
    const { ledger, parts, told, policy } = played;
    const files = await storedFiles(parts.store);
    const check = (changed: typeof files, more: object = {}) =>
      auditAfterFault({ files: mapFiles(changed), policy, told: copyOf(told), ...more });
    const bundle = 'tile/entries/000.p/8';
    await expect(check(withFile(files, bundle, flip(fileOf(files, bundle), 900)))).rejects.toThrow('record 0');
    const trace = withFile(files, 'staging/.unfinished~0', Uint8Array.of());
    await expect(check(trace)).resolves.toMatchObject({ verdict: 'VERIFIED' });
    await expect(check(trace, running(ledger))).rejects.toThrow('crash-trace');
    await expect(check(files, { bundleOf: async () => undefined })).rejects.toThrow('is gone');
    await expect(check(files, { bundleOf: () => ledger.bundle(1) })).rejects.toThrow('another one now');
    await expect(check(files, { indexesOf: async () => [0, 1] })).rejects.toThrow(
      'account system lists 0,1, and has 0',
    );
  });
});

/** The note with the tree's root replaced by another. */
function forkOf(note = ''): string {
  const lines = note.split('\n');
  return [...lines.slice(0, 2), Buffer.alloc(32, 7).toString('base64'), ...lines.slice(3)].join('\n');
}

/** The first statement was recorded; at the end of the log it is none that a rule refuses with this code. */
function refuseTheFirst(told: Told): void {
  const [digest = ''] = told.placements.keys();
  const signed = told.refusals[0]?.signed;
  if (signed !== undefined) told.refusal({ digest, code: 'role', signed });
}

describe('the fault table', () => {
  it('aligns its columns and adds up', () => {
    const rows = [
      { fault: 'crash', tries: 100, detected: 2, lost: 0 },
      { fault: 'total', tries: 100, detected: 2, lost: 0 },
    ];
    expect(formatTable(rows).split('\n')).toEqual([
      'fault  tries  detected  lost',
      '-----  -----  --------  ----',
      'crash    100         2     0',
      '-----  -----  --------  ----',
      'total    100         2     0',
    ]);
  });
});
