/**
 * Where the built programme lies. `npm ci` leaves it in `dist/`; a change of `src/` after that is built once, by whichever
 * test comes first, into `node_modules/.cache/`, and found there by all the others and by later runs.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FONT_FILES } from '../../src/report/files/fonts.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.cache', 'ledgerline-test');
/** Sources that become one page and a few assets, by `scripts/web.mjs`. */
const FOR_BROWSERS = /^web\/(browser|styles)\//;
const WEB_OUTPUT = join('web', 'verifier.html');
const MAIN = join('dist', 'cli', 'main.js');

/** The path of `main.js`, compiled from the sources as they stand now. */
export async function builtMain(): Promise<string> {
  const sources = listSources();
  if (isFresh(sources)) return join(ROOT, MAIN);
  const target = join(CACHE, digestOf(sources));
  while (!existsSync(target)) {
    if (!tryLock()) await sleep(100);
    else
      try {
        if (!existsSync(target)) build(sources, target);
      } finally {
        rmSync(LOCK, { force: true });
      }
  }
  return join(target, MAIN);
}

/** Files of `src/`, relative to it, that the compiler or the build script brings to `dist/`. */
function listSources(): string[] {
  const names = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => !/\.(d\.ts|md)$/.test(name) && statSync(join(ROOT, 'src', name)).isFile()).sort();
}

/** True when each source has an output in `dist/` that is not older. */
function isFresh(sources: readonly string[]): boolean {
  return sources.every((name) => {
    const output = join(ROOT, 'dist', FOR_BROWSERS.test(name) ? WEB_OUTPUT : name.replace(/\.ts$/, '.js'));
    return existsSync(output) && statSync(output).mtimeMs >= statSync(join(ROOT, 'src', name)).mtimeMs;
  });
}

function digestOf(sources: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'tsconfig.json')));
  for (const name of sources) hash.update(`${name}\0`).update(readFileSync(join(ROOT, 'src', name)));
  return hash.digest('hex').slice(0, 16);
}

/** Builds into a folder of its own and gives it its name when it is whole. Types are `npm run types`' business. */
function build(sources: readonly string[], target: string): void {
  const folder = `${target}.${process.pid}`;
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--outDir', join(folder, 'dist'), '--noCheck', '--declaration', 'false', '--sourceMap', 'false'];
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', join(ROOT, 'tsconfig.json'), ...options], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tsc: ${stdout}`);
  const web = [join(ROOT, 'scripts', 'web.mjs'), join(folder, 'dist', 'web')];
  if (spawnSync(process.execPath, web, { stdio: 'inherit' }).status !== 0) throw new Error('scripts/web.mjs failed');
  for (const name of sources.filter((each) => !each.endsWith('.ts') && !FOR_BROWSERS.test(each))) {
    mkdirSync(dirname(join(folder, 'dist', name)), { recursive: true });
    cpSync(join(ROOT, 'src', name), join(folder, 'dist', name));
  }
  for (const [name, path] of Object.entries(FONT_FILES))
    cpSync(join(ROOT, 'node_modules', path), join(folder, 'dist', 'report', 'fonts', name));
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(relative(folder, join(ROOT, 'schemas')), join(folder, 'schemas'));
  for (const old of readdirSync(CACHE).filter((name) => !folder.endsWith(name) && name !== 'lock' && isOld(name)))
    rmSync(join(CACHE, old), { recursive: true, force: true });
  renameSync(folder, target);
}

/** A day after its making, no test run can still use a build of other sources. */
function isOld(name: string): boolean {
  return Date.now() - statSync(join(CACHE, name)).mtimeMs > 24 * 3_600_000;
}

const LOCK = join(CACHE, 'lock');

/** True when this process may build. The lock of a process that is gone is taken away. */
function tryLock(): boolean {
  mkdirSync(CACHE, { recursive: true });
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (existsSync(LOCK) && !isAlive(Number(readFileSync(LOCK, 'utf8')))) rmSync(LOCK, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
