/**
 * I1, seen from outside: a client remembers the last checkpoint of a ledger, and says so when the ledger takes it back or
 * shows another history under the same name and key.
 */
import { cp, readdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { type AnyDraft, foundAndServe, record, SECRETARIAT, TASK } from '../_util/cli-consortium.ts';

let desk: Desk;
let port: string;
beforeAll(async () => {
  desk = await Desk.open();
  const serving = await foundAndServe(desk);
  port = new URL(serving.url).port;
  await serving.stop();
  await cp(desk.path('ledger'), desk.path('copy'), { recursive: true });
});
afterAll(() => desk?.close());

/** Serves a folder at the one address of the ledger while `action` runs. */
async function serving(folder: string, action: () => Promise<void>): Promise<void> {
  const server = await desk.serve(folder, '--port', port);
  try {
    await action();
  } finally {
    await server.stop();
  }
}

const task = (name: string): AnyDraft => ({ kind: 'task', body: { ...TASK, task: name } });
const stranger = () => ({ env: { XDG_STATE_HOME: desk.path('stranger') } });

async function expectContradiction(): Promise<void> {
  for (const words of [
    ['prove', '5', '--out', 'never.json'],
    ['consistency', '--from', '5'],
    ['sign', 'other.json', ...SECRETARIAT, '--out', 'never.json'],
  ]) {
    const { code, stdout, stderr } = await desk.run(words);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('checkpoint-inconsistent: ');
  }
  expect(await readdir(desk.folder)).not.toContain('never.json');
}

/** Both notes are kept, and what the error says to do with them makes evidence that holds. */
async function expectEvidence(out: string): Promise<void> {
  const { stderr } = await desk.run(['consistency', '--from', '5']);
  const [, ours = '', theirs = ''] = /ledgerline evidence fork (\S+) (\S+)/.exec(stderr) ?? [];
  await desk.ok(['evidence', 'fork', ours, theirs, '--out', out]);
  const { code, stdout } = await desk.run(['verify', out]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('signed two histories')]);
}

test('I1: a ledger rolled back to an older copy is noticed; nothing is fetched or signed', async () => {
  await writeFile(desk.path('other.json'), JSON.stringify(task('other')));
  await serving('ledger', async () => {
    await record(desk, task('one'), task('two'));
    await desk.ok(['consistency', '--from', '5']);
  });
  await serving('copy', async () => {
    await expectContradiction();
    // Who never saw the newer checkpoint cannot notice: that is what witnesses are for.
    expect((await desk.run(['consistency', '--from', '5'], stranger())).code).toBe(0);
  });
});

test('I1: another history, as large as the first and larger, is noticed', async () => {
  await serving('copy', async () => {
    await record(desk, task('three'), task('four'));
    await expectContradiction();
    await expectEvidence('same-size.evidence.json');
    await record(desk, task('five'));
    await expectContradiction();
    await expectEvidence('larger.evidence.json');
    await desk.ok(['consistency', '--from', '5'], stranger());
  });
  await serving('ledger', async () => {
    expect((await desk.run(['consistency', '--from', '5'])).code).toBe(0);
    expect((await desk.run(['consistency', '--from', '5'], stranger())).code).toBe(3);
  });
});
