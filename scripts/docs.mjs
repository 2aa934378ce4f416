// Writes the reference pages that follow from the code (docs/reference/kinds/, state-machines.md, and their Korean twins).
// They are committed; a test fails while one is stale.
// usage: npm run docs
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { importBundled, root } from './bundle.mjs';

const { referencePages, stalePages } = await importBundled('scripts/reference/main.ts', 'reference');
const pages = await referencePages();
const stale = stalePages(pages);
for (const path of stale) {
  mkdirSync(dirname(root + path), { recursive: true });
  writeFileSync(root + path, pages.get(path));
}
console.log(stale.length === 0 ? `all ${pages.size} pages are up to date` : stale.join('\n'));
