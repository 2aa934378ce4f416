/**
 * The public surface: what `package.json` exports is what `src/exports/` lists, name by name. A change of
 * `public-surface.txt` is a change of the API; `npx vitest run test/arch/exports.test.ts -u` records it.
 * @module
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesBelow, ROOT } from './_source.ts';

const PREFIX = 'src/exports/';
const LISTS = filesBelow('src/exports', (path) => path.endsWith('.ts'));
const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>;
  sideEffects: readonly string[];
};

/** The names that a list exports, types marked, in order. Refuses anything but comments and named re-exports. */
function exportedNames(path: string, text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
  const names: string[] = [];
  const rest = code.replace(
    /export (type )?\{([^}]*)\} from '[^']+';\n/g,
    (_, types: string | undefined, list: string) => {
      for (const item of list.split(',')) if (item.trim() !== '') names.push(`${types ?? ''}${item.trim()}`);
      return '';
    },
  );
  expect(rest.trim(), `${path} holds more than named re-exports`).toBe('');
  const bare = (name: string) => name.replace(/^type /, '');
  return names.sort((a, b) => (bare(a) < bare(b) ? -1 : 1));
}

test('package.json maps each list to its built file, types first, and has no root entry', () => {
  const expected = Object.fromEntries(
    LISTS.map(({ path }) => {
      const name = path.slice(PREFIX.length, -'.ts'.length);
      return [`./${name}.js`, { types: `./dist/exports/${name}.d.ts`, default: `./dist/exports/${name}.js` }];
    }),
  );
  expect(LISTS.length).toBeGreaterThan(10);
  expect(manifest.exports).toEqual({ ...expected, './schemas/*.json': './schemas/*.json' });
  expect(manifest.sideEffects).toEqual(['./src/web/**']);
});

test('the public surface is the recorded one', async () => {
  const surface = LISTS.map(({ path, text }) =>
    [`./${path.slice(PREFIX.length, -'.ts'.length)}.js`, ...exportedNames(path, text).map((name) => `  ${name}`)].join(
      '\n',
    ),
  );
  await expect(`${surface.join('\n\n')}\n`).toMatchFileSnapshot('public-surface.txt');
});

describe.each(LISTS)('$path', ({ path, text }) => {
  test('exports exactly its values at run time', async () => {
    const listed = exportedNames(path, text).filter((name) => !name.startsWith('type '));
    const loaded = (await import(/* @vite-ignore */ `../../${path}`)) as Record<string, unknown>;
    expect(Object.keys(loaded).sort()).toEqual(listed.map((name) => name.replace(/^.* as /, '')).sort());
  });
});
