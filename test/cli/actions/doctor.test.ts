import { describe, expect, test } from 'vitest';
import { memory, nodeVersion } from '../../../src/cli/actions/doctor.ts';

describe('Node.js', () => {
  test.each([
    ['20.19.0', true],
    ['22.1.0', true],
    ['20.18.9', false],
    ['18.20.0', false],
  ])('%s -> %s', (version, ok) => expect(nodeVersion(version).ok).toBe(ok));
});

test('too little memory: what is needed, and what to do', () => {
  expect(memory(4000).ok).toBe(true);
  expect(memory(900)).toEqual({
    what: 'memory',
    ok: false,
    found: '900 MB free; 3 nodes need about 1400 MB: stop something, or --nodes 1',
  });
});
