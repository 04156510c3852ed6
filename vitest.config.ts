import { availableParallelism } from 'node:os';
import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import LongestFirst from './test/support/longest-first.js';

/** What runs inside the test's own process needs no build; what starts `landform` as a process does. */
const startsProcesses = ['test/attack', 'test/cli', 'test/crash', 'test/scenarios'].map(
  (folder) => `${folder}/**/*.test.ts`,
);

/** Rooms whose tests set up nothing that outlives a file: these files share the modules of a worker. */
const sharesModules = [
  'constructs',
  'engine',
  'generate',
  'language',
  'model',
  'operations',
  'program',
  'render',
  'state',
].map((room) => `test/units/${room}/**/*.test.ts`);

/** Programs that run inside a test's process, as the examples in docs/ do, mean the sources when they say `landform`. */
const landform = [
  { find: /^landform$/, replacement: path.resolve('src/constructs/index.ts') },
  { find: /^landform\/providers\/(.+)$/, replacement: path.resolve('src/bindings/$1.ts') },
];

export default defineConfig({
  resolve: { alias: landform },
  test: {
    pool: 'forks',
    // One more than there are processors: tests that wait for a process, a retry or a lease leave theirs idle.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // Transformed sources are kept from run to run, by their content.
    experimental: { fsModuleCache: true },
    setupFiles: ['./test/support/same-seed.ts'],
    reporters: ['default', './test/support/totals-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          // Loading the sources anew for each file would take longer than most of the tests.
          isolate: false,
          include: sharesModules,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'inside',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...startsProcesses, ...sharesModules],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: startsProcesses,
          globalSetup: ['./test/support/build-first.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
