import { expect, test } from 'vitest';
import { faultText } from '../../src/history/fault-words.ts';

test.each([
  [{ n3: ['n1', 'n2'], n1: ['n3'], n2: ['n3'] }, 'n3 cut off from n1, n2 (quorum ports)'],
  [
    { n1: ['n3', 'n4'], n2: ['n3', 'n4'], n3: ['n2', 'n1'], n4: ['n1', 'n2'] },
    'n1, n2 cut off from n3, n4 (quorum ports)',
  ],
  [{ n3: ['n1', 'n2'] }, 'n3 receives nothing from n1, n2 (quorum ports)'],
  [{ n1: ['n3'], n2: ['n3'] }, 'n1, n2 receive nothing from n3 (quorum ports)'],
  [{ n1: ['n3'], n2: [], n3: ['n1'] }, 'n1 cut off from n3 (quorum ports)'],
])('a partition: %j', (grudge, words) =>
  expect(faultText('start-partition', { grudge, ports: 'quorum' }, 'n1, n2, n3')).toBe(words),
);

test('other faults: what was done, and to whom', () => {
  expect(faultText('kill', { kill: ['n1'] }, 'n1')).toBe('kill: n1');
  expect(faultText('bump-clock', null, 'n1, n2')).toBe('bump clock: n1, n2');
  expect(faultText('start-partition', { grudge: {} }, '')).toBe('start partition');
});
