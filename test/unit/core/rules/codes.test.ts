/**
 * Every refusal has its test: for each rule file, the codes in it are codes of tests of that file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isErrorCode } from '../../../../src/core/catalogue/catalogue.ts';

const RULES = fileURLToPath(new URL('../../../../src/core/rules/', import.meta.url));
const TESTS = fileURLToPath(new URL('./', import.meta.url));
const KINDS = readdirSync(`${RULES}kinds`).map((file) => basename(file, '.ts'));

/** Codes that no sequence of statements can bring about, and why. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  'round-close model-unknown': 'a round is opened on a registered lineage, and no lineage goes away',
  'award policy-unknown':
    'a window has the policy of its rounds, which opened only with one in force, and no policy goes away',
  'dispute policy-unknown': 'an award has the policy of its window',
  'resolution award-unknown': 'a dispute is about a recorded award, and no award goes away',
};

/** The tests of the kernel, whose rules hold for every kind. */
const KERNEL_TESTS = ['apply', 'founding', 'quorum'];

/** The codes that a file spells out as literals. */
function codesIn(path: string): string[] {
  const words = [...readFileSync(path, 'utf8').matchAll(/'([a-z][a-z0-9-]*)'/g)].map(([, word = '']) => word);
  return [...new Set(words)].filter(isErrorCode);
}

describe('every refusal has a test', () => {
  it.each(KINDS)('kinds/%s', (kind) => {
    const tested = codesIn(`${TESTS}kinds/${kind}.test.ts`);
    const untested = codesIn(`${RULES}kinds/${kind}.ts`).filter((code) => !tested.includes(code));
    expect(untested.filter((code) => UNREACHABLE[`${kind} ${code}`] === undefined)).toEqual([]);
  });

  it('in the kernel and what kinds share', () => {
    const files = readdirSync(RULES).filter((file) => file.endsWith('.ts'));
    const codes = files.flatMap((file) => codesIn(`${RULES}${file}`));
    const paths = [
      ...KERNEL_TESTS.map((name) => `${TESTS}${name}.test.ts`),
      ...KINDS.map((kind) => `${TESTS}kinds/${kind}.test.ts`),
    ];
    const tested = paths.flatMap(codesIn);
    expect(codes.length).toBeGreaterThan(15);
    expect(codes.filter((code) => !tested.includes(code))).toEqual([]);
  });

  it('sees the kinds', () => {
    expect(KINDS.length).toBeGreaterThanOrEqual(12);
  });
});
