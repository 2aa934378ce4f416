/**
 * docs/how-to/add-a-kind.md, followed word for word in a copy of the sources: the example kind compiles, its own test passes,
 * and its reference page is written.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../arch/_source.ts';

const PAGE = 'docs/how-to/add-a-kind.md';
const NEEDED = [
  ...['package.json', 'tsconfig.json', 'tsconfig.core.json', 'vitest.config.ts', 'schemas', 'scripts'],
  ...['src/core', 'src/verify', 'src/log', 'src/storage/memory', 'src/node', 'src/client', 'test/_util', 'test/arch'],
  'test/unit/core/rules',
];

interface Block {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

/** The code blocks of the page that say which file they belong to. */
const blocks: readonly Block[] = [
  ...readFileSync(ROOT + PAGE, 'utf8').matchAll(/^```(\w+) file=(\S+)\n([\s\S]*?)^```$/gm),
].map(([, language = '', file = '', text = '']) => ({ language, file, text }));

/** `source` with each hunk applied: its lines without a plus stand there once, in a row. */
function patched(source: string, diff: string): string {
  return diff.split('@@\n').reduce((text, hunk) => {
    const lines = hunk.split('\n').slice(0, -1);
    const before = lines.filter((line) => line.startsWith(' ')).map((line) => `${line.slice(1)}\n`);
    expect(text.split(before.join(''))).toHaveLength(2);
    return text.replace(before.join(''), () => lines.map((line) => `${line.slice(1)}\n`).join(''));
  }, source);
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-kind-'));
  for (const path of NEEDED) cpSync(ROOT + path, join(folder, path), { recursive: true });
  // Each package by itself, so that caches in node_modules are the copy's own.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(`${ROOT}node_modules`).filter((entry) => entry === '.bin' || !entry.startsWith('.')))
    symlinkSync(`${ROOT}node_modules/${name}`, join(folder, 'node_modules', name));
  for (const { language, file, text } of blocks) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, language === 'diff' ? patched(readFileSync(path, 'utf8'), text) : text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script of the copy, or a tool, there. */
function run(script: string, ...options: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe(PAGE, () => {
  test('shows each file once', () => {
    expect(blocks.map(({ file }) => file)).toEqual([...new Set(blocks.map(({ file }) => file))]);
    expect(blocks).toHaveLength(7);
  });

  test('the kind compiles', () => {
    expect(run('scripts/generate.mjs')).toEqual({ status: 0, output: '' });
    expect(run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.core.json')).toEqual({ status: 0, output: '' });
  });

  test('its statements are accepted and refused as its test says', () => {
    const report = join(folder, 'report.json');
    const { output } = run(
      ...(['node_modules/vitest/vitest.mjs', 'run', '--root', folder, '--project', 'unit'] as const),
      ...['--reporter', 'json', '--outputFile', report, 'test/unit/core/rules/kinds/audit-request.test.ts'],
    );
    const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    expect({ numPassedTests, numTotalTests, output }).toEqual({ numPassedTests: 4, numTotalTests: 4, output });
  });

  test('its page is written, with its rules and refusals', () => {
    const { status, output } = run('scripts/docs.mjs');
    expect(status, output).toBe(0);
    for (const path of ['docs/reference/kinds/audit-request.md', 'docs/ko/reference/kinds/audit-request.md']) {
      const page = readFileSync(join(folder, path), 'utf8');
      expect(page).not.toContain('??');
      expect(page.match(/^\| `(audit-range|name-taken|role-missing)`/gm)).toHaveLength(3);
    }
  });
});
