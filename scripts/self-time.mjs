// Where a profile spent its time: the functions with the most self time, with the source file that esbuild took each from.
// usage: npm run bench -- WORD --cpu-prof && node scripts/self-time.mjs CPU.*.cpuprofile [ROWS]
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [path, rows = '25'] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: node scripts/self-time.mjs PROFILE [ROWS]');
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(path, 'utf8'));

/** For each bundle: the lines at which esbuild names the file that follows. */
const outlines = new Map();

function outlineOf(url) {
  if (!outlines.has(url)) {
    const file = url.startsWith('file://') ? fileURLToPath(url) : '';
    const lines = file.includes('.ledgerline-bench') && existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    outlines.set(
      url,
      lines.flatMap((line, i) => (/^\/\/ \S+\.ts$/.test(line) ? [{ line: i, name: line.slice(3) }] : [])),
    );
  }
  return outlines.get(url);
}

function nameOf({ functionName, url, lineNumber }) {
  const source = outlineOf(url).findLast(({ line }) => line <= lineNumber)?.name;
  const file = source ?? url.split('/node_modules/').at(-1).replace('file://', '');
  return `${functionName || '(anonymous)'}${file === '' ? '' : `  ${file}`}`;
}

const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
const times = new Map();
for (const [i, id] of samples.entries()) times.set(names.get(id), (times.get(names.get(id)) ?? 0) + timeDeltas[i]);
const total = [...times.values()].reduce((sum, time) => sum + time, 0);
const busy = total - (times.get('(idle)') ?? 0);
times.delete('(idle)');
console.log(
  `${(total / 1e6).toFixed(1)} s, of which busy ${(busy / 1e6).toFixed(1)} s; self time in % of the busy time`,
);
for (const [name, time] of [...times].sort((a, b) => b[1] - a[1]).slice(0, Number(rows)))
  console.log(`${((100 * time) / busy).toFixed(1).padStart(5)}  ${name}`);
