import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const SOURCES = fileURLToPath(new URL('src', import.meta.url));

/** Resolves what examples import to the sources. */
const doors = {
  alias: [
    { find: /^zoobreak$/, replacement: `${SOURCES}/index.ts` },
    { find: /^zoobreak\/(.*)$/, replacement: `${SOURCES}/$1.ts` },
  ],
};

/** Pure code shares nothing between files, so its tests share their threads: loading modules anew for
 *  each file took a third of their time. */
const pure = {
  pool: 'threads' as const,
  isolate: false,
  setupFiles: ['test/kit/property-seed.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/** `unit` and `sim` (whole runs on the model) need nothing but Node; `e2e` a Docker engine and the images; `browser` a Chromium. */
export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        resolve: doors,
        test: {
          ...pure,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/**/*.sim.test.ts'],
        },
      },
      {
        resolve: doors,
        test: {
          ...pure,
          name: 'sim',
          testTimeout: 180_000,
          include: ['test/**/*.sim.test.ts', 'examples/**/*.test.ts'],
        },
      },
      {
        test: {
          ...pure,
          name: 'elle-ts-port',
          include: ['elle-ts-port/test/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'e2e',
          globalSetup: ['test/e2e/host-state.ts'],
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/e2e/**/*.browser.test.ts'],
          fileParallelism: false,
          maxConcurrency: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.browser.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
