import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Limits are for what hangs: a busy machine, ten times slower than a quiet one, is no failure. */
const common = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  pool: 'forks',
  expect: { poll: { timeout: 60_000 } },
} as const;

/** Small files that share nothing but modules: loading these anew for each would take longer than the tests. */
const UNIT = ['test/unit/**/*.test.ts', 'test/conformance/**/*.test.ts', 'test/arch/**/*.test.ts'];
/** Answers of Ed25519 in JavaScript, which is a quarter of what these suites would compute, again and again. */
const REMEMBER = ['test/_util/remember-signatures.ts'];
/** Replaces a module for itself, and so needs a process of its own. */
const ALONE = ['test/unit/federation/broken-rdkit.test.ts'];

/**
 * `unit` and `main` are `npm test`. `operations` (witnesses, monitors, copies, keys, deployment: many processes for long) takes its time,
 * `fault` and `browser` need what a plain machine may lack (strace, Chromium): they run on their own.
 */
export default defineConfig({
  test: {
    // Vitest leaves one core idle, which is half of a small machine; and some tests wait for deadlines to pass.
    maxWorkers: availableParallelism() + 1,
    projects: [
      { test: { ...common, name: 'unit', include: UNIT, exclude: ALONE, setupFiles: REMEMBER, isolate: false } },
      {
        test: {
          ...common,
          name: 'main',
          include: ['test/{e2e,http,property,storage}/**/*.test.ts', ...ALONE],
          setupFiles: REMEMBER,
        },
      },
      { test: { ...common, name: 'operations', include: ['test/operations/**/*.test.ts'] } },
      {
        test: {
          ...common,
          name: 'fault',
          include: ['test/fault/**/*.test.ts'],
          setupFiles: REMEMBER,
        },
      },
      {
        test: {
          ...common,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/_demo.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
});
