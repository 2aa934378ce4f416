/**
 * The README's first screen stays true: its commands exist, its links lead somewhere, its promises are short.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('README', () => {
  it('names the two commands, and package.json has them', () => {
    expect(readme).toContain('npm ci && npm start\n');
    expect(readme).toContain('npm ci && npm test\n');
    expect(scripts).toMatchObject({ start: 'node dist/cli/main.js demo', prepare: 'npm run build' });
    expect(scripts['test']).toMatch(/^vitest run/);
  });

  it.each(['README.md', 'README.ko.md'])('%s links to files that exist', (name) => {
    const links = [...readFileSync(new URL(name, root), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
      ([, path]) => path ?? '',
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  it('names folders that exist', () => {
    const folders = [...readme.matchAll(/`(src\/[a-z/]+)`/g)].map(([, path]) => path ?? '');
    expect(folders.length).toBeGreaterThan(8);
    expect(folders.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });
});
