import { expect, test } from 'vitest';
import { adoptShown } from '../../../src/checker/replay/adopt.ts';
import { featuresOf } from '../../../src/checker/replay/features.ts';
import { masked } from '../../../src/checker/replay/model/acl.ts';
import { digestId } from '../../../src/checker/replay/model/digest.ts';
import { Tree } from '../../../src/checker/replay/model/tree.ts';
import { newZnode } from '../../../src/checker/replay/model/znode.ts';
import type { TraceAcl } from '../../../src/checker/replay/trace.ts';

const listOf = (user: string): readonly TraceAcl[] => [
  { perms: 31, id: { scheme: 'digest', id: digestId(`${user}:secret`) } },
];

/** Returns the list of a znode that ann owns after a reply has shown another one. */
function shown(acl: readonly TraceAcl[]): readonly TraceAcl[] {
  const facts = { data: '', acl: listOf('ann'), life: 'persistent', owner: 0n } as const;
  const node = newZnode('/a', facts, 3, { ms: undefined });
  adoptShown(new Tree(featuresOf('3.9.6')), node, { acl });
  return node.acl;
}

test('a list without its digests does not replace the one that it may be', () =>
  expect(shown(masked(listOf('ann')))).toEqual(listOf('ann')));

test.each([
  ['with its digests', listOf('bob')],
  ['without them', masked(listOf('bob'))],
])('the list of another user, %s, replaces it', (_, acl) => expect(shown(acl)).toEqual(acl));
