// Completes package-lock.json, so that `npm ci` works on every system and from every registry.
//
// A registry mirror may lack the platform packages of other systems. npm then leaves them out of the lockfile, and
// `npm ci` refuses that lockfile everywhere ("Missing: ... from lock file"). This adds an optional entry for each one, and
// removes download addresses, which belong to the machine and not to the project.
//
// usage: node scripts/lock-fix.mjs [--check]     (--check changes nothing and exits 1 when there is something to do)
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOCKFILE = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const OS = /^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)$/;
const CPU = /^(arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64|wasm32)$/;

/** What a platform package's name says of its system: `@oxlint/binding-linux-arm-gnueabihf` is linux, arm, glibc. */
function systemOf(name) {
  const words = name.split(/[^a-z0-9]+/);
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { os: words.find((word) => OS.test(word)), cpu: words.find((word) => CPU.test(word)), libc };
}

/** True when Node's resolution finds `name` from the package at `path`: beside it or in any folder above. */
function isLocked(packages, path, name) {
  const parents = path
    .split('/node_modules/')
    .map((_, depth, parts) => parts.slice(0, depth + 1).join('/node_modules/'));
  return ['', ...parents].some((parent) => `${parent}${parent && '/'}node_modules/${name}` in packages);
}

/** The entry npm itself would have written, less what only the registry knows. */
function entryFor(name, version, parent) {
  const { os, cpu, libc } = systemOf(name);
  if (!/^\d+\.\d+\.\d+[-.\w]*$/.test(version) || (os === undefined && cpu === undefined)) return undefined;
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(parent.dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

const before = readFileSync(LOCKFILE, 'utf8');
const lock = JSON.parse(before);
const changes = [];

for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (isLocked(lock.packages, path, name)) continue;
    const entry = entryFor(name, version, parent);
    if (entry === undefined)
      throw new Error(`${path} needs ${name}@${version}, which names no system or exact version`);
    lock.packages[`node_modules/${name}`] = entry;
    changes.push(`add ${name}@${version}`);
  }
}
for (const [path, entry] of Object.entries(lock.packages)) {
  if (!/^https?:/.test(entry.resolved ?? '')) continue;
  delete entry.resolved;
  changes.push(`strip the address of ${path}`);
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
const after = `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`;

if (process.argv.includes('--check')) {
  for (const change of changes) console.error(change);
  process.exitCode = changes.length === 0 ? 0 : 1;
} else if (after !== before) {
  writeFileSync(LOCKFILE, after);
  console.log(changes.length === 0 ? 'sorted' : changes.join('\n'));
} else {
  console.log('package-lock.json is complete');
}
