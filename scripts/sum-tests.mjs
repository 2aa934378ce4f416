// Adds up the JSON reports of vitest runs. The last line is `N passed, N failed`, and `, N skipped` where there are any; before it,
// each failure: its file and title, and how its message begins, for of a long log often nothing is kept but the end.
// A file that could not be loaded counts as one failure, and so does a run that failed for a reason outside its tests:
// no report, an unhandled error. Exits 1 when anything failed.
// usage: node scripts/sum-tests.mjs EXITCODE:REPORT.json...
import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const MAX_FAILURES = 10;
/** Lines of one message; fewer where many failed, so that all of them fit on one screen. */
const MAX_MESSAGE_LINES = 6;
const SCREEN_LINES = 18;
const MAX_LINE_LENGTH = 200;

const EMPTY = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const hasFailed = ({ status }) => status === 'failed';

/** The report of one run; an empty one when the run ended before it wrote any. */
function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return EMPTY;
  }
}

/** What failed in one run, each as title and message. */
function failuresOf(report, path, exitCode) {
  const failures = report.testResults.filter(hasFailed).flatMap(({ name, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter(hasFailed);
    if (failed.length === 0)
      return [{ title: file, message: message || 'no test failed: see above for a hook that did' }];
    return failed.map(({ ancestorTitles, title, failureMessages }) => ({
      title: [file, ...ancestorTitles, title].join(' › '),
      message: failureMessages?.[0],
    }));
  });
  if (failures.length > 0 || (exitCode === '0' && report !== EMPTY)) return failures;
  const message = report === EMPTY ? 'no report' : 'no test failed: see above for an error outside the tests';
  return [{ title: basename(path, '.json'), message: `the run ended with ${exitCode}; ${message}` }];
}

function block({ title, message }, maxLines) {
  const lines = stripVTControlCharacters(message ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('/node_modules/'))
    .slice(0, maxLines);
  const cut = (line) => (line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line);
  return [`✗ ${cut(title)}`, ...lines.map((line) => `    ${cut(line)}`)].join('\n');
}

const sum = { passed: 0, skipped: 0 };
const failures = [];
for (const run of process.argv.slice(2)) {
  const [, exitCode, path] = /^(\d+):(.+)$/s.exec(run);
  const report = read(path);
  sum.passed += report.numPassedTests;
  sum.skipped += report.numPendingTests + report.numTodoTests;
  failures.push(...failuresOf(report, path, exitCode));
}

const shown = failures.slice(0, MAX_FAILURES);
const maxLines = Math.max(1, Math.min(MAX_MESSAGE_LINES, Math.floor(SCREEN_LINES / shown.length) - 1));
for (const failure of shown) console.log(block(failure, maxLines));
if (failures.length > shown.length) console.log(`and ${failures.length - shown.length} more`);
console.log(`${sum.passed} passed, ${failures.length} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exitCode = failures.length > 0 ? 1 : 0;
