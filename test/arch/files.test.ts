/**
 * House rules that a file can break: length, header, leftovers, machine paths, switched-off types, registry addresses.
 * @module
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeOf, filesBelow, ROOT, type SourceFile, sourceFiles } from './_source.ts';

const SOURCES = sourceFiles();
const TEXT_FILE = /\.(ts|mjs|js|json|md|html|css|ya?ml|toml|txt)$/;
const WRITTEN = ['src', 'test', 'scripts', 'schemas', 'docs'].flatMap((folder) =>
  filesBelow(folder, (path) => TEXT_FILE.test(path) && !path.startsWith('test/vectors/')),
);
const CODE = WRITTEN.filter(({ path }) => /\.(ts|mjs)$/.test(path));

/** `path:line: text` of every line that matches. */
function linesMatching(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

test('sees the tree', () => {
  expect(SOURCES.length).toBeGreaterThan(180);
  expect(CODE.length).toBeGreaterThan(SOURCES.length + 60);
});

describe('src', () => {
  test('no file is longer than 300 lines', () => {
    const lengths = SOURCES.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
  });

  test('every module starts with a doc comment that ends in @module', () => {
    const header = /^(#!.*\n)?\/\*\*\n \* \S(?:(?!\*\/)[\s\S])* \* @module\n \*\/\n/;
    expect(SOURCES.filter(({ text }) => !header.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('names are kebab-case and say what is inside', () => {
    const bad = /(^|[/-])(utils?|helpers?|misc|manager)\.ts$|[^a-z0-9./-]/;
    expect(SOURCES.map(({ path }) => path).filter((path) => bad.test(path))).toEqual([]);
  });

  test('nothing is left to do', () => {
    expect(linesMatching(SOURCES, /\b(TODO|FIXME|XXX|HACK)\b|not implemented/i)).toEqual([]);
  });

  test('no type is switched off', () => {
    const code = SOURCES.map(({ path, text }) => ({ path, text: codeOf(text) }));
    expect(linesMatching(code, /\bas any\b|: any\b|<any\b|\bas unknown as\b/)).toEqual([]);
    expect(linesMatching(SOURCES, /@ts-(ignore|nocheck|expect-error)/)).toEqual([]);
  });

  test('no lint rule is switched off without a reason', () => {
    const suppressed = linesMatching(SOURCES, /biome-ignore|oxlint-disable|eslint-disable/);
    expect(suppressed.filter((line) => !/biome-ignore [\w/]+: \S+/.test(line))).toEqual([]);
  });
});

test('no absolute path of a machine anywhere', () => {
  expect(linesMatching(WRITTEN, /(^|[^\w.:/-])\/(root|home\/[a-z]+|mnt|srv|work)\//)).toEqual([]);
});

test('no test runs alone or is skipped without a condition', () => {
  expect(linesMatching(CODE, /\b(it|test|describe)\.(only|skip|todo|fails)\b/)).toEqual([]);
});

describe('package-lock.json', () => {
  const lock = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')) as {
    packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
  };

  test('names no registry', () => {
    const resolved = Object.values(lock.packages).flatMap((entry) => entry.resolved ?? []);
    expect(resolved).toEqual([]);
  });

  test('holds the platform packages of every system (npm run lock:fix)', () => {
    const wanted = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).map((name) => ({ path, name })),
    );
    const missing = wanted.filter(
      ({ path, name }) =>
        lock.packages[`node_modules/${name}`] === undefined &&
        lock.packages[`${path}/node_modules/${name}`] === undefined,
    );
    expect(wanted.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });
});
