/**
 * The verifier is small, and needs nothing but a JavaScript engine: what a browser page of it would load is built here.
 * @module
 */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** What the verifier page uses: verdicts on bundles and account statements, the rules, the owner's account checks. */
const ENTRY = `
export { verifyBundle } from './src/verify/verify-bundle.ts';
export { verifyAccountStatement } from './src/verify/account/verify-account.ts';
export { apply, neededReads } from './src/core/rules/apply.ts';
export { checkAccountPath } from './src/core/account/path.ts';
export { checkEntries } from './src/core/account/entries.ts';
`;
/**
 * The budget. The words for people (`text.ts`, the catalogue) come on top: a page loads them in one language or two. What it
 * goes to: cryptography 22 kB, schemas 5, all rules with the arithmetic of awards, account statements 9, the other checks.
 * docs/design/rules.md says why the rules are not split.
 */
const MAX_GZIP_BYTES = 85_000;

test('I8: the verifier, with rules and account checks, fits in a page and imports nothing of Node', async () => {
  const { outputFiles, metafile, warnings } = await build({
    stdin: { contents: ENTRY, resolveDir: new URL('../..', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    write: false,
    metafile: true,
  });
  const code = outputFiles[0]?.contents ?? Uint8Array.of();
  const gzipBytes = gzipSync(code, { level: 9 }).length;
  console.log(`verifier for browsers: ${code.length} bytes minified, ${gzipBytes} gzip`);

  const inputs = Object.keys(metafile.inputs);
  expect(warnings).toEqual([]);
  expect(inputs.length).toBeGreaterThan(60);
  expect(Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external))).toEqual(
    [],
  );
  expect(inputs.filter((path) => /src\/(node|log|storage|server|cli|client)\//.test(path))).toEqual([]);
  expect(gzipBytes).toBeLessThan(MAX_GZIP_BYTES);
});
