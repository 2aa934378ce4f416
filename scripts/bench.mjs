// Runs the benchmarks of test/bench/. Node 20 runs no TypeScript, so esbuild bundles them first; no build is needed.
// usage: npm run bench -- [WORD]            benchmarks whose name contains WORD, or all, as a table
//        npm run --silent bench -- --json   one JSON document on stdout, nothing else
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = `${root}node_modules/.cache/ledgerline/bench.mjs`;

await build({
  entryPoints: [`${root}test/bench/run.ts`],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'error',
});
await import(bundle);
