import { availableParallelism } from 'node:os';
import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { SHORT_LIVED_GO } from './test/support/go.js';
import { inMemory } from './test/support/in-memory.js';
import LongestFirst from './test/support/longest-first.js';

/** What runs inside the test's own process needs no build; what starts `landform` as a process does. */
const startsProcesses = ['test/attack', 'test/cli', 'test/crash', 'test/scenarios'].map(
  (folder) => `${folder}/**/*.test.ts`,
);

/** Tests that replace what others use, with nock, `vi.mock` or globals of a library, load all modules for themselves. */
const replacesModules = [
  'test/conformance/provider-defined.test.ts',
  'test/properties/hcl-beside-go.test.ts',
  'test/units/constructs/alias/*.test.ts',
  'test/units/constructs/cdktf.test.ts',
  'test/units/providers/*/endpoints.test.ts',
  'test/units/providers/asm/credentials.test.ts',
  'test/units/providers/conductor/for-cfy-users.test.ts',
  'test/units/providers/conductor/samples-*.test.ts',
];

/** The files of a worker share its modules: loading the sources anew for each would take longer than most tests. */
const sharedModules = {
  isolate: false,
  setupFiles: ['./test/support/leaves-nothing.ts', './test/support/same-seed.ts'],
};

/** Programs that run inside a test's process, as the examples in docs/ do, mean the sources when they say `landform`. */
const landform = [
  { find: /^landform$/, replacement: path.resolve('src/constructs/index.ts') },
  { find: /^landform\/policy$/, replacement: path.resolve('src/policy/author.ts') },
  { find: /^landform\/providers\/(.+)$/, replacement: path.resolve('src/bindings/$1.ts') },
];

export default defineConfig({
  resolve: { alias: landform },
  test: {
    pool: 'forks',
    env: { ...SHORT_LIVED_GO, ...inMemory() },
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
          ...sharedModules,
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...startsProcesses, ...replacesModules],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'isolated',
          include: replacesModules,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          ...sharedModules,
          include: startsProcesses,
          globalSetup: ['./test/support/build-first.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
