// Writes the reference pages that follow from the code (docs/reference/kinds/, state-machines.md, and their Korean twins).
// They are committed; a test fails while one is stale. Node 20 runs no TypeScript, so esbuild bundles the generator first.
// usage: npm run docs
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = `${root}node_modules/.cache/ledgerline/reference.mjs`;

await build({
  entryPoints: [`${root}scripts/reference/main.ts`],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'error',
});
const { referencePages, stalePages } = await import(bundle);
const pages = await referencePages();
const stale = stalePages(pages);
for (const path of stale) {
  mkdirSync(dirname(root + path), { recursive: true });
  writeFileSync(root + path, pages.get(path));
}
console.log(stale.length === 0 ? `all ${pages.size} pages are up to date` : stale.join('\n'));
