/**
 * No parser is forgotten: every exported function whose name says that it reads something is in the fuzz table, or exempt for a
 * reason.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXEMPT } from './_exempt.ts';
import { TABLE } from './_table.ts';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));
const READER = /^export (?:async )?(?:function|const) ((?:parse|decode|read|load|open|scan|recognize)[A-Z]\w*)/gm;

const readers = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('core/generated/'))
  .flatMap((file) => [...readFileSync(join(SRC, file), 'utf8').matchAll(READER)].map(([, name]) => `${file}#${name}`))
  .sort();
/** `file#name`, without what a target adds to tell several of one parser apart. */
const fuzzed = new Set(TABLE.map(({ parser }) => parser.split(' ', 1)[0] ?? ''));

describe('the fuzz table', () => {
  it('sees the parsers', () => {
    expect(readers.length).toBeGreaterThan(90);
    expect(readers).toContain('core/record/record.ts#parseRecord');
  });

  it('has every parser, or says why not', () => {
    expect(readers.filter((reader) => !fuzzed.has(reader) && !Object.hasOwn(EXEMPT, reader))).toEqual([]);
  });

  it('names no parser that is gone, and none twice', () => {
    expect(Object.keys(EXEMPT).filter((reader) => !readers.includes(reader) || fuzzed.has(reader))).toEqual([]);
    const sources = [...fuzzed].map((parser) => parser.split('#') as [string, string]);
    const gone = sources.filter(
      ([file, name]) =>
        !readFileSync(join(SRC, file), 'utf8').match(new RegExp(`export (?:async )?function ${name}\\b`)),
    );
    expect(gone).toEqual([]);
    expect(new Set(TABLE.map(({ parser }) => parser)).size).toBe(TABLE.length);
  });
});
