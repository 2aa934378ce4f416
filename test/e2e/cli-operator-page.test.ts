/**
 * The operator's page, run as a reader would run it.
 */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { blocksOf, missingLines, runBlocks } from '../_util/doc-session.ts';

const HAS_SHELL = spawnSync('bash', ['--version']).error === undefined;
if (!HAS_SHELL) console.warn('SKIPPED: docs/how-to/run-a-ledger.md needs bash');

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

test.skipIf(!HAS_SHELL)('docs/how-to/run-a-ledger.md: every command does what the page shows', async () => {
  const blocks = blocksOf('how-to/run-a-ledger.md');
  expect(blocks.length).toBe(6);
  const printed = await runBlocks(desk, blocks);
  expect(blocks.map((block, i) => ({ printed: printed[i], missing: missingLines(block, printed[i] ?? '') }))).toEqual(
    printed.map((text) => ({ printed: text, missing: [] })),
  );
});
