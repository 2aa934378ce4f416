// Runs the benchmarks of test/bench/.
// usage: npm run bench -- [WORD]            benchmarks whose name contains WORD, or all, as a table
//        npm run --silent bench -- --json   one JSON document on stdout, nothing else
import { importBundled } from './bundle.mjs';

await importBundled('test/bench/run.ts', 'bench');
