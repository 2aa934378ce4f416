/**
 * Reports from the command line: from a folder and from its server the same bytes, verified, and put on record.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../../_util/cli.ts';
import { admit, foundAndServe, SECRETARIAT } from '../../_util/cli-consortium.ts';

interface Made {
  readonly report: string;
  readonly digest: string;
  readonly recorded?: { readonly index: number; readonly id: string };
}

interface Judged {
  readonly verdict: string;
  readonly digest?: string;
  readonly checks: readonly { readonly id: string; readonly outcome: string }[];
}

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
  await foundAndServe(desk);
  await admit(desk, 'snuh');
});
afterAll(() => desk?.close());

const url = (): string => desk.env['LEDGERLINE_LEDGER'] ?? '';

async function make(words: readonly string[]): Promise<Made> {
  const { code, value } = await desk.json<Made>(['report', ...words]);
  expect([code, value]).toEqual([0, expect.objectContaining({ digest: expect.stringMatching(/^[0-9a-f]{64}$/) })]);
  return value;
}

async function judge(file: string): Promise<Judged & { readonly exit: number }> {
  const { code, value } = await desk.json<Judged>(['verify', file]);
  return { ...value, exit: code ?? -1 };
}

const bytesOf = (file: string): Promise<Buffer> => readFile(desk.path(file));

describe('report', () => {
  test('from a folder and from its server: one file, which is VERIFIED', async () => {
    const made = await make(['certificate', 'ledger', '--of', '1', '--out', 'folder.pdf', '--lang', 'ko']);
    await make(['certificate', url(), '--of', '1', '--out', 'server.pdf', '--lang', 'ko']);
    expect((await bytesOf('folder.pdf')).equals(await bytesOf('server.pdf'))).toBe(true);
    const judged = await judge('folder.pdf');
    expect(judged).toMatchObject({ exit: 0, verdict: 'VERIFIED', digest: made.digest });
    expect(judged.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  test('in every format', async () => {
    for (const ending of ['html', 'json', 'csv', 'xlsx']) await make(['period', 'ledger', '--out', `period.${ending}`]);
    expect((await judge('period.html')).verdict).toBe('VERIFIED');
    expect(await judge('period.json')).toMatchObject({ exit: 4, verdict: 'CANNOT TELL' });
    expect((await bytesOf('period.csv')).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(Object.keys(unzipSync(await bytesOf('period.xlsx')))).toContain('xl/workbook.xml');
  });

  test('one flipped byte of the pages, and nobody vouches for it', async () => {
    const pdf = await bytesOf('folder.pdf');
    const at = pdf.lastIndexOf('/Contents');
    const stream = pdf.indexOf('stream\n', at) + 40;
    const flipped = Buffer.from(pdf);
    flipped[stream] = (flipped[stream] ?? 0) ^ 1;
    await writeFile(desk.path('flipped.pdf'), flipped);
    expect((await judge('flipped.pdf')).exit).not.toBe(0);
  });

  test('an inspection package: its ledger replays, its report is VERIFIED', async () => {
    await make(['inspection', url(), '--institution', 'snuh', '--out', 'inspection.zip']);
    const files = Object.entries(unzipSync(await bytesOf('inspection.zip')));
    for (const path of [
      'README.txt',
      'SHA256SUMS',
      'verifier.html',
      'trust.policy',
      'accounts/snuh.account.json',
      'ledger/checkpoint',
    ])
      expect(files.map(([name]) => name)).toContain(path);
    for (const [path, bytes] of files) {
      await mkdir(dirname(desk.path(`package/${path}`)), { recursive: true });
      await writeFile(desk.path(`package/${path}`), bytes);
    }
    expect(await desk.json(['audit', 'package/ledger'])).toMatchObject({ code: 0, value: { verdict: 'VERIFIED' } });
    expect((await judge('package/report.pdf')).verdict).toBe('VERIFIED');
  });

  test('--record puts its digest into the ledger', async () => {
    const made = await make(['period', 'ledger', '--out', 'recorded.pdf', '--record', ...SECRETARIAT]);
    expect(made.recorded).toBeDefined();
    const { value } = await desk.json<{ record: string }>([
      'prove',
      String(made.recorded?.index),
      '--out',
      'report.proof.json',
    ]);
    expect(value).toBeDefined();
    const { value: proof } = await desk.json<{ facts: { kind: string; subject: { sha256: string } } }>([
      'verify',
      'report.proof.json',
    ]);
    expect(proof.facts).toMatchObject({ kind: 'report', subject: { sha256: made.digest } });
  });

  test.each([
    [['certificate', 'ledger', '--out', 'x.pdf'], 2],
    [['certificate', 'ledger', '--of', '99999', '--out', 'x.pdf'], 5],
    [['credit', 'ledger', '--of', '1', '--institution', 'snuh', '--out', 'x.pdf'], 2],
    [['credit', 'ledger', '--institution', 'nobody', '--out', 'x.pdf'], 5],
    [['period', 'ledger', '--out', 'x.docx'], 2],
    [['period', 'ledger', '--out', 'x.zip'], 2],
    [['period', 'ledger', '--from', 'yesterday', '--out', 'x.pdf'], 2],
    [['period', 'ledger', '--out', 'x.csv', '--table', 'nothing'], 2],
    [['periodic', 'ledger', '--out', 'x.pdf'], 2],
  ])('%j ends with %d and leaves no file', async (words, expected) => {
    expect((await desk.run(['report', ...words])).code).toBe(expected);
    await expect(bytesOf(words[words.indexOf('--out') + 1] ?? '')).rejects.toThrow('ENOENT');
  });

  test('an existing file is not written over', async () => {
    await writeFile(desk.path('mine.pdf'), 'mine');
    expect((await desk.run(['report', 'period', 'ledger', '--out', 'mine.pdf'])).code).not.toBe(0);
    expect((await bytesOf('mine.pdf')).toString()).toBe('mine');
  });
});
