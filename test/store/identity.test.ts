/** What tells runs apart, from their plans. */
import { expect, test } from 'vitest';
import { ROWS } from '../../src/cli/options/rows.ts';
import { identityOf, nameOf, USUAL } from '../../src/store/identity.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { plan as fake } from '../kit/fake-run.ts';

const usual: TestPlan = { ...fake, ...USUAL, observers: 0, nemeses: ['kill:leader'] };
const of = (changed: Partial<TestPlan>, promised?: false) =>
  identityOf({
    plan: { ...usual, ...changed },
    ensemble: {},
    workload: promised === false ? { promised } : {},
  });

test('what a name leaves out is the default of its option', () =>
  expect({ ...USUAL }).toEqual({
    nodes: ROWS.nodes.default,
    reads: ROWS.reads.default,
    clients: ROWS.clients.default,
  }));

test('a usual run has no traits in its name', () => {
  expect(nameOf(usual)).toBe('fake-kill-leader-fake');
  expect(of({})).toMatchObject({ traits: [], badges: [] });
});

const changes: readonly (readonly [Partial<TestPlan>, string])[] = [
  [{ reads: 'local' }, 'reads local'],
  [{ nodes: 5 }, 'nodes 5'],
  [{ observers: 2 }, 'nodes 3+2'],
  [{ clients: 'roaming' }, 'clients roaming'],
  [{ fencing: 'claimed' }, 'fencing claimed'],
  [{ naive: true }, 'recipes naive'],
  [{ profile: 'like-zookeeper' }, 'profile like-zookeeper'],
  [{ bug: 'stale-sync' }, 'bug stale-sync'],
];

test.each(changes)('%j is a trait, in the name and in the setting', (changed, trait) => {
  const { name, traits, setting } = of(changed);
  expect(traits).toEqual([trait]);
  expect(name).toBe(`fake-kill-leader-fake-${trait.replace(' ', '-')}`);
  const [, key, value] = /^(\w+) (.+)$/.exec(trait) ?? [];
  expect(setting[key ?? '']).toBe(value);
});

test('no two of them have the same name', () =>
  expect(new Set(changes.map(([changed]) => of(changed).name)).size).toBe(changes.length));

test('a violation of what nobody promised, and one that was planted, say so', () => {
  expect(of({}, false).badges).toEqual(['not promised by ZooKeeper']);
  expect(of({ bug: 'stale-sync' }).badges).toEqual(['planted bug']);
});

test('a name holds no character that a file system or a shell would mind', () =>
  expect(nameOf({ ...usual, bug: 'a b/../"c"' })).toMatch(/^[\w.+-]+$/));
