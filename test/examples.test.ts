import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const text = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8');

test.each(['workload', 'nemesis'])('CONTRIBUTING shows examples/%s.ts', name =>
  expect(text).toContain(`\`\`\`ts\n// examples/${name}.ts\n`),
);
