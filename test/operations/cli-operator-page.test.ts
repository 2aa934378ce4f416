/**
 * The pages of those who run something, run as a reader would run them.
 */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { type Block, blocksOf, missingLines, runBlocks } from '../_util/doc-session.ts';

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

/** What the page takes for granted: a ledger that is served, and its policy. */
const LEDGER: Block = {
  command: `ledgerline init other --origin log.example/consortium
ledgerline serve other --port 8440 --log-level warn > other.log 2>&1 &
until ledgerline status http://127.0.0.1:8440 > /dev/null 2>&1; do sleep 0.2; done
cp other/trust.policy .
`,
  shows: [],
};
const HAS_CURL = spawnSync('curl', ['--version']).error === undefined;
if (!HAS_CURL) console.warn('SKIPPED: docs/how-to/run-a-witness.md needs curl');

test.skipIf(!HAS_SHELL || !HAS_CURL).each(['how-to/run-a-witness.md', 'ko/how-to/run-a-witness.md'])(
  'docs/%s: every command does what the page shows',
  async (page) => {
    const blocks = [LEDGER, ...blocksOf(page)];
    expect(blocks.length).toBe(4);
    const own = await Desk.open();
    let printed: string[] = [];
    try {
      printed = await runBlocks(own, blocks);
    } finally {
      await own.close();
    }
    expect(blocks.map((block, i) => ({ printed: printed[i], missing: missingLines(block, printed[i] ?? '') }))).toEqual(
      printed.map((text) => ({ printed: text, missing: [] })),
    );
  },
);
