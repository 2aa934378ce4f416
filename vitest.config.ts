import { defineConfig } from 'vitest/config';

const common = { testTimeout: 120_000, hookTimeout: 120_000, pool: 'forks' } as const;

/** `main` is `npm test`. `fault` and `browser` need what a plain machine may lack (strace, Chromium) and run on their own. */
export default defineConfig({
  test: {
    // Vitest leaves one core idle, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...common,
          name: 'main',
          include: ['test/**/*.test.ts'],
          exclude: ['test/bench/**', 'test/browser/**', 'test/fault/**'],
        },
      },
      { test: { ...common, name: 'fault', include: ['test/fault/**/*.test.ts'], testTimeout: 300_000 } },
      { test: { ...common, name: 'browser', include: ['test/browser/**/*.test.ts'], fileParallelism: false } },
    ],
  },
});
