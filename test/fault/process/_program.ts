/**
 * The command `ledgerline` in one file, so that a process of it starts in a quarter of a second: the kill rounds start
 * hundreds. A stand-in may take the place of one source module, to see whether the suite notices what it does wrong.
 * @module
 */
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** A bundled program; disposing of it removes it. */
export interface Program extends AsyncDisposable {
  /** The file for `node`. */
  readonly main: string;
}

export interface ProgramOptions {
  /** What to bundle, from the repository's root; the command `ledgerline` if absent. */
  readonly entry?: string;
  /** By source module: the module that every other one imports instead. Both from the repository's root. */
  readonly standIns?: Readonly<Record<string, string>>;
}

/** Bundles a program, without types and without minifying: stack traces stay readable. */
export async function bundleProgram({
  entry = 'src/cli/main.ts',
  standIns = {},
}: ProgramOptions = {}): Promise<Program> {
  // Inside the repository, where `level` is found, and laid out like `dist/`, where the program looks for its own files.
  const cache = join(REPOSITORY, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'ledgerline-fault-'));
  const main = join(folder, 'dist', 'cli', 'main.js');
  await build({
    entryPoints: [join(REPOSITORY, entry)],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['level'], // brings a compiled addon, which it must find by itself
    banner: { js: "import { createRequire as cjs } from 'node:module'; const require = cjs(import.meta.url);" },
    plugins: Object.entries(standIns).map(([source, standIn]) => replaceModule(source, standIn)),
  });
  await cp(join(REPOSITORY, 'package.json'), join(folder, 'package.json'));
  await symlink(join(REPOSITORY, 'schemas'), join(folder, 'schemas'));
  // Pages for browsers, which `npm ci` builds; one file looks for them from where it lies.
  await symlink(join(REPOSITORY, 'dist', 'web'), join(folder, 'web'));
  return { main, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Sends every import of `source` to `standIn`, but the stand-in's own. */
function replaceModule(source: string, standIn: string): Plugin {
  const [from, to] = [join(REPOSITORY, source), join(REPOSITORY, standIn)];
  return {
    name: `stand-in for ${source}`,
    setup(bundler) {
      bundler.onResolve({ filter: /^\./ }, ({ path, resolveDir, importer }) =>
        join(resolveDir, path) === from && importer !== to ? { path: to } : undefined,
      );
    },
  };
}
