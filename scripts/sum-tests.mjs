// Adds up the JSON reports of vitest runs and prints one line: `N passed, N failed`, and `, N skipped` where there are any.
// A file that could not be loaded counts as one failure, and so does a run that failed for a reason outside its tests:
// no report, an unhandled error. Exits 1 when anything failed.
// usage: node scripts/sum-tests.mjs EXITCODE:REPORT.json...
import { readFileSync } from 'node:fs';

const EMPTY = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

/** The report of one run; an empty one when the run ended before it wrote any. */
function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    console.error(`no report: ${path}`);
    return EMPTY;
  }
}

const sum = { passed: 0, failed: 0, skipped: 0 };
for (const run of process.argv.slice(2)) {
  const [, exitCode, path] = /^(\d+):(.+)$/s.exec(run);
  const report = read(path);
  const hasFailed = ({ status }) => status === 'failed';
  const broken = report.testResults.filter((file) => hasFailed(file) && !file.assertionResults.some(hasFailed));
  const failed = report.numFailedTests + broken.length;
  const isClean = exitCode === '0' && report !== EMPTY;
  sum.passed += report.numPassedTests;
  sum.failed += failed === 0 && !isClean ? 1 : failed;
  sum.skipped += report.numPendingTests + report.numTodoTests;
}
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exitCode = sum.failed > 0 ? 1 : 0;
