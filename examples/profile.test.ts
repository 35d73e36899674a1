/** The profile `busy`: what it adds to the environment of a node. */
import { expect, test } from 'vitest';
import type { NodeName } from 'zoobreak';
import busy from './profile.js';

test('adds snapCount to the configuration, and keeps the rest', () => {
  const self = { name: 'n1' as NodeName, id: 1, host: 'a', observer: false };
  const usual = { ZOO_CFG_EXTRA: 'a=1' };
  expect(busy.environment?.({ self, members: [self], usual })).toEqual({
    ZOO_CFG_EXTRA: 'a=1 snapCount=1000',
  });
});
