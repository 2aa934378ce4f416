/**
 * `account` and `verify` of account statements, from the real programme, over a folder that is only read.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { spentLedger } from '../_util/credit-ledger.ts';
import { PHARMA } from '../_util/credit-scenario.ts';
import { blocksOf, missingLines, runBlocks } from '../_util/doc-session.ts';
import { naiveFiles } from '../_util/stored-ledger.ts';

const HAS_SHELL = spawnSync('bash', ['--version']).error === undefined;
if (!HAS_SHELL) console.warn('SKIPPED: docs/how-to/check-your-credit.md needs bash');

const made = spentLedger();
let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
  for (const [path, bytes] of naiveFiles(made.ledger)) {
    if (path === 'head') continue;
    await mkdir(dirname(desk.path('mirror', path)), { recursive: true });
    await writeFile(desk.path('mirror', path), bytes);
  }
  await writeFile(desk.path('trust.policy'), made.policy);
});
afterAll(() => desk?.close());

const FOLDER = ['--folder', 'mirror', '--trust', 'trust.policy'];

describe('account', () => {
  test('--json: the verification, one document; the file is that of the library', async () => {
    const { code, value } = await desk.json(['account', PHARMA, ...FOLDER, '--out', 'a.account.json']);
    expect(code).toBe(0);
    expect(value).toMatchObject({
      account: PHARMA,
      out: 'a.account.json',
      verdict: 'VERIFIED',
      facts: { balance: '225000', coverage: made.ledger.size - 1, freshness: { ageSeconds: expect.any(Number) } },
    });
    expect((await readFile(desk.path('a.account.json'))).equals(await made.statement(PHARMA))).toBe(true);
    const verified = await desk.json(['verify', 'a.account.json', '--trust', 'trust.policy']);
    expect(verified).toMatchObject({ code: 0, value: { file: 'a.account.json', verdict: 'VERIFIED' } });
  });

  test('in Korean', async () => {
    const { code, stdout } = await desk.here.run(['account', PHARMA, ...FOLDER, '--lang', 'ko']);
    expect(code).toBe(0);
    expect(stdout).toContain('잔액          0.225');
  });

  test.each([
    [['account', 'nobody', ...FOLDER], 0],
    [['account', PHARMA, ...FOLDER, '--max-age', '60'], 4],
    [['account', PHARMA, ...FOLDER, '--max-age', 'soon'], 2],
    [['account', 'NOT AN ID', ...FOLDER], 2],
    [['account', PHARMA, ...FOLDER, '--ledger', 'http://127.0.0.1:1'], 2],
    [['account', PHARMA, '--folder', 'no-such-folder', '--trust', 'trust.policy'], 5],
    [['account', PHARMA, '--ledger', 'http://127.0.0.1:1', '--trust', 'trust.policy'], 7],
    [['verify', 'a.account.json', '--trust', 'trust.policy', '--later', 'x'], 2],
  ])('%j ends with %i', async (words, expected) => {
    expect((await desk.here.run(words)).code).toBe(expected);
  });
});

test.skipIf(!HAS_SHELL)('docs/how-to/check-your-credit.md: every command does what the page shows', async () => {
  const blocks = blocksOf('how-to/check-your-credit.md');
  expect(blocks.length).toBeGreaterThanOrEqual(5);
  const printed = await runBlocks(desk, blocks);
  for (const [i, block] of blocks.entries()) {
    expect(missingLines(block, printed[i] ?? ''), printed[i]).toEqual([]);
  }
});
