import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Three groups of tests. `unit`: beside the source, in processes that run one file after another, since a
 * fresh process per file costs ten times the tests themselves. `e2e`: the whole system, a fresh process per
 * file and minutes of patience. `ui`: the web interface in a browser, one file after another, since what a test sees there
 * depends on the time it gets.
 *
 * Child processes, not threads: a thread that is stopped inside ONNX Runtime takes the whole process along.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    // the default leaves one processor idle, which is half of a small machine
    maxWorkers: '100%',
    globalSetup: './packages/server/src/database/testing/global-setup.ts',
    // longest wait for workers, servers and files that a test closed but did not wait for
    teardownTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'benchmarks/**/*.test.ts'],
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/ui/**'],
          isolate: true,
          // they wait for other processes and for disks more than they work
          maxWorkers: availableParallelism() + 1,
          // not beside the others, which have as many processes as there are processors
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'ui',
          include: ['e2e/ui/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
