// Builds dist/: what is generated, what tsc emits, and the files that tsc does not copy. Runs in `npm ci` (`prepare`).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

/** Runs a script of this folder or a dev dependency with this same Node; its output is ours. */
function run(script, ...options) {
  const { status } = spawnSync(process.execPath, [script, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

rmSync('dist', { recursive: true, force: true });
run('scripts/generate.mjs');
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json');
run('scripts/web.mjs');
cpSync('src/federation/data', 'dist/federation/data', { recursive: true });
const { FONT_FILES } = await import('../dist/report/files/fonts.js');
for (const [name, path] of Object.entries(FONT_FILES)) cpSync(`node_modules/${path}`, `dist/report/fonts/${name}`);
if (existsSync('dist/cli/main.js')) chmodSync('dist/cli/main.js', 0o755);

// What `ledgerline doctor --iq` compares an installation with, in the format of sha256sum.
const shipped = ['dist', 'schemas'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);
const sums = shipped
  .filter((path) => statSync(path).isFile())
  .sort()
  .map((path) => `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${path}\n`);
writeFileSync('dist/SHA256SUMS', sums.join(''));
