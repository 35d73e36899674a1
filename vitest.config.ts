import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but Node; `e2e` needs a Docker engine and the images. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          setupFiles: ['test/property-seed.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'elle-ts-port',
          include: ['elle-ts-port/test/**/*.test.ts'],
          setupFiles: ['test/property-seed.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
