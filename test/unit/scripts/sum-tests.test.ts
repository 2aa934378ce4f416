/**
 * The last lines of `.ci/run`: what is left of a long log must say which tests failed, and its last line how many.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../arch/_source.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-sum-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface File {
  readonly name: string;
  /** Why it failed as a whole; empty for a hook. */
  readonly message?: string;
  /** Titles of what failed in it, and their messages. */
  readonly failed?: readonly (readonly [titles: readonly string[], message: string])[];
}

/** A report as vitest writes it; returns the argument that names it, with the exit code of its run. */
function report(name: string, exitCode: number, passed: number, files: readonly File[], pending = 0): string {
  const testResults = files.map((file) => ({
    name: join(ROOT, file.name),
    status: file.failed === undefined && file.message === undefined ? 'passed' : 'failed',
    message: file.message ?? '',
    assertionResults: [
      { ancestorTitles: [], title: 'holds', status: 'passed', failureMessages: [] },
      ...(file.failed ?? []).map(([titles, message]) => ({
        ancestorTitles: titles.slice(0, -1),
        title: titles.at(-1),
        status: 'failed',
        failureMessages: [message, 'a later message'],
      })),
    ],
  }));
  const numFailedTests = files.flatMap(({ failed = [] }) => failed).length;
  const numbers = { numPassedTests: passed, numFailedTests, numPendingTests: pending, numTodoTests: 0 };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...numbers, testResults }));
  return `${exitCode}:${join(folder, `${name}.json`)}`;
}

function sum(...runs: readonly string[]): { status: number | null; lines: string[] } {
  const script = join(ROOT, 'scripts', 'sum-tests.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...runs], { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toBe('');
  return { status, lines: stdout.trimEnd().split('\n') };
}

test('adds up the runs; nothing but one line where nothing failed', () => {
  const runs = [report('test', 0, 20, [{ name: 'test/a.test.ts' }]), report('more', 0, 5, [])];
  expect(sum(...runs)).toEqual({ status: 0, lines: ['25 passed, 0 failed'] });
  expect(sum(...runs, report('skips', 0, 1, [], 3))).toEqual({ status: 0, lines: ['26 passed, 0 failed, 3 skipped'] });
});

test('names each failed test with the beginning of its first message, without colours', () => {
  const message = `\u001b[31mAssertionError\u001b[39m: expected 1 to be 2\n\n    at f (/x/node_modules/y.js:1:2)\n    at ${'x'.repeat(500)}\n1\n2\n3\n4\n5\n6`;
  const run = report('test', 1, 20, [
    { name: 'test/fine.test.ts' },
    { name: 'test/e2e/a.test.ts', failed: [[['the journey', 'ends'], message]] },
  ]);
  expect(sum(run)).toEqual({
    status: 1,
    lines: [
      '✗ test/e2e/a.test.ts › the journey › ends',
      '    AssertionError: expected 1 to be 2',
      `        at ${'x'.repeat(193)}…`,
      '    1',
      '    2',
      '    3',
      '    4',
      '20 passed, 1 failed',
    ],
  });
});

test('a file that could not be loaded, a run without a report, an error outside the tests: one failure each', () => {
  const files = [
    { name: 'test/broken.test.ts', message: 'Failed to load' },
    { name: 'test/hook.test.ts', message: '' },
  ];
  const broken = report('test', 1, 20, files);
  const outside = report('fault', 1, 3, [{ name: 'test/a.test.ts' }]);
  const { status, lines } = sum(broken, `137:${join(folder, 'operations.json')}`, outside);
  expect(status).toBe(1);
  expect(lines).toEqual([
    '✗ test/broken.test.ts',
    '    Failed to load',
    '✗ test/hook.test.ts',
    '    no test failed: see above for a hook that did',
    '✗ operations',
    '    the run ended with 137; no report',
    '✗ fault',
    '    the run ended with 1; no test failed: see above for an error outside the tests',
    '23 passed, 4 failed',
  ]);
});

test('of many failures the first ten are named, all on one screen', () => {
  const failed = Array.from({ length: 14 }, (_, i) => [[`test ${i}`], 'one\ntwo\nthree\nfour\nfive\nsix'] as const);
  const { lines } = sum(report('test', 1, 0, [{ name: 'test/a.test.ts', failed }]));
  expect(lines.filter((line) => line.startsWith('✗'))).toHaveLength(10);
  expect(lines.slice(-2)).toEqual(['and 4 more', '0 passed, 14 failed']);
  expect(lines.length).toBeLessThanOrEqual(22);
});
