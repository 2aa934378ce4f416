/**
 * The pages on mirrors and backups, run as a reader would run them.
 */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { blocksOf, missingLines, runBlocks } from '../_util/doc-session.ts';

const HAS_SHELL = spawnSync('bash', ['--version']).error === undefined;
if (!HAS_SHELL) console.warn('SKIPPED: the pages on mirrors and backups need bash');

let desks: Desk[];
beforeAll(async () => {
  desks = await Promise.all([Desk.open(), Desk.open()]);
});
afterAll(() => Promise.all((desks ?? []).map((desk) => desk.close())));

test.skipIf(!HAS_SHELL).each([
  ['how-to/mirror-a-ledger.md', 3, 0],
  ['how-to/back-up-and-restore.md', 4, 1],
])('docs/%s: every command does what the page shows', async (page, count, desk) => {
  const blocks = blocksOf(page);
  expect(blocks.length).toBe(count);
  const printed = await runBlocks(desks[desk] as Desk, blocks);
  expect(blocks.map((block, i) => ({ printed: printed[i], missing: missingLines(block, printed[i] ?? '') }))).toEqual(
    printed.map((text) => ({ printed: text, missing: [] })),
  );
});
