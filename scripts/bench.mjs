// Runs the benchmarks of test/bench/.
// usage: npm run bench -- [WORD]            benchmarks whose name contains WORD, or all, as a table
//        npm run --silent bench -- --json   one JSON document on stdout, nothing else
//        npm run bench -- WORD --cpu-prof   writes a profile of it into this folder as well
//        npm run bench -- million           a ledger of a million records, on its own: some minutes
//        npm run bench -- pages             pages of the explorer over 100,000 records; not part of all
import { spawnSync } from 'node:child_process';
import { bundle, root } from './bundle.mjs';

// From here src/server finds schemas/ where it looks for them, two folders up.
const folder = `${root}node_modules/.ledgerline-bench/`;
await bundle('test/bench/run.ts', `${folder}run.mjs`);
await bundle('test/bench/_child-load.ts', `${folder}load.mjs`);
await bundle('test/bench/_child-hypercore.ts', `${folder}hypercore.mjs`);

const args = process.argv.slice(2);
const flags = ['--expose-gc', '--enable-source-maps', ...args.filter((argument) => argument === '--cpu-prof')];
const { status } = spawnSync(
  process.execPath,
  [...flags, `${folder}run.mjs`, ...args.filter((argument) => argument !== '--cpu-prof')],
  { stdio: 'inherit', env: { ...process.env, UV_THREADPOOL_SIZE: '4' } },
);
process.exit(status ?? 1);
