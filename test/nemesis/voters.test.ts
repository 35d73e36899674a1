import { expect, test } from 'vitest';
import { storeGrudge } from '../../nemesis/grudge.ts';
import { apartFrom } from '../../nemesis/voters.ts';
import type { NodeName } from '../../src/contract.ts';

const named = (name: string): NodeName => name as NodeName;

test('every voter is alone, but for the leader, who keeps the observers', () => {
  const grudge = apartFrom(named('n1'), [named('n4')], [named('n2'), named('n3')]);
  expect(storeGrudge(grudge)).toEqual({
    n1: ['n2', 'n3'],
    n4: ['n2', 'n3'],
    n2: ['n1', 'n4', 'n3'],
    n3: ['n1', 'n4', 'n2'],
  });
});
