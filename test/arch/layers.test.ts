/**
 * Walks the import graph of `src/`: imports point down only, and only the shell knows Node.
 * @module
 */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importsOf, ROOT, resolveImport, sourceFiles } from './_source.ts';

interface Layer {
  /** Folders or files of `src/` that the layer may import, beside itself. */
  readonly imports: readonly string[];
  readonly packages?: readonly string[];
  /** Set where Node's own modules may be imported. */
  readonly node?: true;
}

/** The table of docs/architecture.md, lowest layer first. A new folder of `src/` needs a row. */
const LAYERS: Readonly<Record<string, Layer>> = {
  core: { imports: [], packages: ['@noble/curves', '@noble/hashes'] },
  verify: { imports: ['core'] },
  client: { imports: ['core', 'verify'] },
  log: { imports: ['core', 'verify'] },
  witness: { imports: ['core', 'verify', 'log/ports.ts', 'log/turns.ts'], node: true },
  'report/layout': { imports: ['core', 'verify'], packages: ['csv-stringify', 'qrcode'] },
  'report/model': { imports: ['core', 'verify', 'report/layout'] },
  'report/files': {
    imports: ['core', 'verify', 'report/layout', 'report/model'],
    packages: ['fflate', 'pdfmake', 'write-excel-file'],
    node: true,
  },
  web: {
    imports: ['core', 'verify', 'client', 'report/layout', 'report/model'],
    packages: ['@noble/curves', '@noble/hashes', 'lit', 'qrcode'],
  },
  'storage/memory': { imports: ['core', 'log/ports.ts'] },
  'storage/files': { imports: ['core', 'log/ports.ts'], packages: ['level'], node: true },
  'storage/level': { imports: ['core', 'log/ports.ts'], packages: ['level', 'msgpackr'], node: true },
  node: { imports: ['core', 'verify', 'client', 'log', 'witness'], packages: ['jose', 'smol-toml'], node: true },
  federation: {
    imports: ['core', 'verify', 'client', 'log', 'node'],
    packages: ['@rdkit/rdkit', 'csv-parse'],
    node: true,
  },
  server: {
    imports: ['core', 'verify', 'client', 'log', 'witness', 'report', 'web', 'node'],
    packages: ['express', 'express-rate-limit', 'helmet', 'msgpackr', 'pino', 'prom-client'],
    node: true,
  },
  exports: {
    imports: ['core', 'verify', 'client', 'log', 'witness', 'report', 'storage', 'node', 'server'],
    node: true,
  },
  cli: {
    imports: ['core', 'verify', 'client', 'log', 'witness', 'report', 'storage', 'node', 'federation', 'server', 'web'],
    packages: ['cli-progress', 'commander', 'env-paths', 'picocolors', 'pino'],
    node: true,
  },
};

/** Inside core, a folder imports only what stands before it. */
const CORE_ORDER = [
  ['catalogue', 'error.ts'],
  ['bytes'],
  ['json'],
  ['disclosure'],
  ['schema'],
  ['generated'],
  ['merkle'],
  ['crypto'],
  ['note'],
  ['tile'],
  ['account'],
  ['statement', 'record'],
  ['tensor'],
  ['credit'],
  ['rules'],
];

/** The only file that names concrete storage drivers, and those that hand them on to library users. */
const NAMES_DRIVERS = /^src\/(cli\/main\.ts$|exports\/storage\/)/;

const FILES = sourceFiles();
const EDGES = FILES.flatMap(({ path, text }) =>
  importsOf(text).map((specifier) => ({ path, specifier, target: resolveImport(path, specifier) })),
);

function layerOf(path: string): string | undefined {
  return Object.keys(LAYERS).find((layer) => path.startsWith(`src/${layer}/`));
}

/** The name of the package that a bare specifier belongs to: `@noble/hashes` of `@noble/hashes/sha2.js`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function mayImport(layer: string, target: string): boolean {
  if (target.startsWith(`src/${layer}/`)) return true;
  const { imports, packages, node } = LAYERS[layer] ?? { imports: [] };
  if (target.startsWith('node:')) return node === true;
  if (target.startsWith('src/')) return imports.some((name) => `${target}/`.startsWith(`src/${name}/`));
  return packages?.includes(packageOf(target)) === true;
}

function coreRank(path: string): number {
  return CORE_ORDER.findIndex((names) => names.includes(path.split('/')[2] ?? ''));
}

const show = (edges: typeof EDGES) => edges.map(({ path, specifier }) => `${path} imports ${specifier}`);

describe('the parser of imports', () => {
  test('finds every form', () => {
    const text = `import { a, type B } from './a.ts';
import type {
  C,
} from "./c.ts";
import * as d from 'node:d';
import './e.ts';
export { f } from './f.ts';
export type { G } from './g.ts';
export * from './h.ts';
const i = await import('./i.ts');
type J = import('./j.ts').J;
import k, { l } from 'k';`;
    expect(importsOf(text)).toEqual([
      './a.ts',
      './c.ts',
      'node:d',
      './e.ts',
      './f.ts',
      './g.ts',
      './h.ts',
      './i.ts',
      './j.ts',
      'k',
    ]);
  });

  test('is not misled by comments, texts and exported values', () => {
    const text = `/* import x from './x.ts' */ // import './y.ts'
const link = 'https://example.org'; /** \`import('./z.ts')\` */
export const name = 'no module'; export function f(from = 'w') { return \`import v from './v.ts'\`; }
export { f as g };`;
    expect(importsOf(text)).toEqual([]);
  });

  test('misses no line that looks like an import', () => {
    for (const { path, text } of FILES) {
      const crude = text.match(/^(?:import|export|\}).* from '[^']+';$|^import '[^']+';$/gm) ?? [];
      expect(importsOf(text).length, path).toBeGreaterThanOrEqual(crude.length);
    }
  });
});

describe('what the walk sees', () => {
  test('every TypeScript file of src, generated ones aside, and not suspiciously few', () => {
    const names = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' });
    const expected = names.filter((name) => name.endsWith('.ts') && !name.includes('generated'));
    expect(FILES.map(({ path }) => path)).toEqual(expected.map((name) => `src/${name}`).sort());
    expect(FILES.length).toBeGreaterThan(180);
    expect(EDGES.length).toBeGreaterThan(FILES.length * 2);
  });

  test('every file belongs to a layer', () => {
    expect(FILES.filter(({ path }) => layerOf(path) === undefined)).toEqual([]);
  });

  test('every relative import names an existing file inside src, with its extension', () => {
    const relative = EDGES.filter(({ specifier }) => specifier.startsWith('.'));
    const wrong = relative.filter(({ target }) => !target.startsWith('src/') || !existsSync(ROOT + target));
    expect(show(wrong)).toEqual([]);
  });
});

describe('imports point down', () => {
  test.each(Object.keys(LAYERS))('%s imports only what its row of the table allows', (layer) => {
    const own = EDGES.filter(({ path }) => layerOf(path) === layer);
    expect(show(own.filter(({ target }) => !mayImport(layer, target)))).toEqual([]);
  });

  test('only cli/main.ts and the export list name a storage driver', () => {
    const toDriver = EDGES.filter(({ target }) => target.startsWith('src/storage/'));
    const outside = toDriver.filter(({ path }) => !path.startsWith('src/storage/') && !NAMES_DRIVERS.test(path));
    expect(show(outside)).toEqual([]);
  });

  test('what browsers may import from the export list leads to pure layers only', () => {
    const pure = EDGES.filter(({ path }) => /^src\/exports\/(core\/|verify\.ts$|client\.ts$)/.test(path));
    expect(pure.length).toBeGreaterThan(20);
    expect(show(pure.filter(({ target }) => !/^src\/(core|verify|client)\//.test(target)))).toEqual([]);
  });

  test('inside core, from rules down to bytes', () => {
    const inside = EDGES.filter(({ path, target }) => path.startsWith('src/core/') && target.startsWith('src/core/'));
    expect(inside.filter(({ path, target }) => coreRank(path) < 0 || coreRank(target) < 0)).toEqual([]);
    expect(show(inside.filter(({ path, target }) => coreRank(target) > coreRank(path)))).toEqual([]);
  });

  test('the table itself has no circle: each row allows only rows before it', () => {
    const names = Object.keys(LAYERS);
    const seen: string[] = [];
    for (const [name, { imports }] of Object.entries(LAYERS)) {
      for (const allowed of imports) {
        const rows = names.filter((row) => `${row}/`.startsWith(`${allowed}/`) || allowed.startsWith(`${row}/`));
        expect(rows.length, `${name}: ${allowed}`).toBeGreaterThan(0);
        expect(seen, `${name}: ${allowed}`).toEqual(expect.arrayContaining(rows));
      }
      seen.push(name);
    }
  });
});
