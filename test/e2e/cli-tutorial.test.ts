/**
 * The tutorial, run as a reader would run it; then the inspector's page, in the folder that the tutorial leaves.
 */
import { spawnSync } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { blocksOf, missingLines, runBlocks } from '../_util/doc-session.ts';

const HAS_SHELL = spawnSync('bash', ['--version']).error === undefined;
const HAS_OPENSSL = spawnSync('openssl', ['version']).error === undefined;
if (!HAS_SHELL) console.warn('SKIPPED: the pages need bash');
if (!HAS_OPENSSL) console.warn('SKIPPED: docs/how-to/verify-offline.md needs openssl');

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

async function follow(page: string, blockCount: number): Promise<void> {
  const blocks = blocksOf(page);
  expect(blocks.length).toBeGreaterThanOrEqual(blockCount);
  const printed = await runBlocks(desk, blocks);
  for (const [i, block] of blocks.entries())
    expect({ block: block.command, printed: printed[i], missing: missingLines(block, printed[i] ?? '') }).toMatchObject(
      {
        missing: [],
      },
    );
}

describe.skipIf(!HAS_SHELL)('every command of the page does what the page shows', () => {
  test('docs/tutorial/first-contribution.md', () => follow('tutorial/first-contribution.md', 12));

  test.skipIf(!HAS_OPENSSL)('docs/how-to/verify-offline.md, in the folder that the tutorial leaves', async () => {
    await copyFile(desk.path('ledger', 'trust.policy'), desk.path('trust.policy'));
    const { value } = await desk.json<{ publicKey: string }>(['key', 'show', 'snuh.pem']);
    await writeFile(desk.path('snuh.public.pem'), value.publicKey);
    await follow('how-to/verify-offline.md', 5);
  });
});
