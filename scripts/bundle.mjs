// Node 20 runs no TypeScript: esbuild bundles an entry point, and this same Node imports it. No build is needed.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles a TypeScript file; `entry` is its path in the repository. */
export async function bundle(entry, outfile) {
  await build({
    entryPoints: [root + entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'error',
  });
}

/** The module of a TypeScript file; `entry` is its path in the repository, `name` that of the bundle in the cache. */
export async function importBundled(entry, name) {
  const outfile = `${root}node_modules/.cache/ledgerline/${name}.mjs`;
  await bundle(entry, outfile);
  return import(outfile);
}
