import { describe, expect, test } from 'vitest';
import { linearizable } from '../../../src/checker/linearizable/index.ts';
import { type Random, seededRandom } from '../../../src/random.ts';
import { type ReadAnswer, type StatSeen, treeModel } from '../../../workloads/tree/model.ts';
import { verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

type Line = readonly [f: string, input: unknown, output: unknown, type?: 'ok' | 'info'];

const created = (path: string, zxid: number, refused: string | null = null): Line => [
  'create',
  { path, kind: 'persistent' },
  { zxid, refused },
];
const deleted = (path: string, zxid: number, refused: string | null = null): Line => [
  'delete',
  path,
  { zxid, refused },
];
const doubtful = ([f, input]: Line): Line => [f, input, null, 'info'];
const stat = (change: Partial<StatSeen> = {}): StatSeen => ({
  czxid: 1,
  pzxid: 1,
  cversion: 0,
  numChildren: 0,
  ...change,
});
const listed = (path: string, answer: ReadAnswer): Line => ['list', path, answer];

/** Operations one after the other, each answered before the next is asked for. */
function isValid(...lines: readonly Line[]): boolean {
  const ops = lines.map(
    ([f, value, output, type = 'ok'], process): Op => ({ process, key: 0, f, value, output, type }),
  );
  return verdictOn(linearizable(treeModel), history(ops)).valid === true;
}

/** A root with two children, one of which has gone. */
const grown = [created('', 1), created('/a', 2), created('/b', 3), deleted('/a', 4)];
const root = stat({ pzxid: 4, cversion: 3, numChildren: 1 });

test('a tree as it should be -> valid', () => {
  expect(isValid(...grown, listed('', { zxid: 4, stat: root, names: ['b'] }))).toBe(true);
  expect(isValid(...grown, ['exists', '/a', { zxid: 9, stat: null }])).toBe(true);
});

describe('one thing of a list is wrong -> invalid', () => {
  test.each<readonly [string, ReadAnswer]>([
    ['a name too many', { zxid: 4, stat: root, names: ['a', 'b'] }],
    ['no name', { zxid: 4, stat: root, names: [] }],
    ['cversion', { zxid: 4, stat: { ...root, cversion: 2 }, names: ['b'] }],
    ['numChildren', { zxid: 4, stat: { ...root, numChildren: 2 }, names: ['b'] }],
    ['pzxid', { zxid: 4, stat: { ...root, pzxid: 3 }, names: ['b'] }],
    ['czxid', { zxid: 4, stat: { ...root, czxid: 2 }, names: ['b'] }],
    ['older than what it shows', { zxid: 3, stat: root, names: ['b'] }],
    ['not there', { zxid: 4, stat: null }],
  ])('%s', (_, answer) => expect(isValid(...grown, listed('', answer))).toBe(false));
});

describe('answers to writes', () => {
  test.each<readonly [string, Line, Line]>([
    ['a create of what is there', created('/b', 5, 'NODEEXISTS'), created('/b', 5)],
    ['a create without a parent', created('/a/x', 5, 'NONODE'), created('/a/x', 5)],
    ['a delete of what is not there', deleted('/a', 5, 'NONODE'), deleted('/a', 5)],
    ['a delete of what has children', deleted('', 5, 'NOTEMPTY'), deleted('', 5)],
    ['a create that can be done', created('/a', 5), created('/a', 5, 'NODEEXISTS')],
    ['a delete that can be done', deleted('/b', 5), deleted('/b', 5, 'NONODE')],
    ['a zxid above those before it', created('/a', 5), created('/a', 4)],
  ])('%s -> as ZooKeeper answers: valid; otherwise: invalid', (_, right, wrong) => {
    expect(isValid(...grown, right)).toBe(true);
    expect(isValid(...grown, wrong)).toBe(false);
  });
});

test('a create in doubt: there or not, with any zxid; but no half of it', () => {
  const doubt = [...grown, doubtful(created('/a', 0))];
  const seen = (change: Partial<StatSeen>, names: readonly string[]): boolean =>
    isValid(...doubt, listed('', { zxid: 7, stat: { ...root, ...change }, names }));
  expect(seen({}, ['b'])).toBe(true);
  expect(seen({ cversion: 4, numChildren: 2, pzxid: 6 }, ['a', 'b'])).toBe(true);
  expect(seen({ numChildren: 2, pzxid: 6 }, ['a', 'b'])).toBe(false);
  expect(seen({ cversion: 4, pzxid: 6 }, ['b'])).toBe(false);
});

/** ZooKeeper's rules once more, in another shape: a set of paths, and for each the history of its children. */
class PlainTree {
  readonly paths: Map<string, { czxid: number; changes: number[] }> = new Map();
  #zxid = 0;

  create(path: string): Line {
    const parent = this.paths.get(parentOf(path));
    const refused = path !== '' && parent === undefined ? 'NONODE' : this.#there(path);
    const zxid = ++this.#zxid;
    if (refused === null) {
      this.paths.set(path, { czxid: zxid, changes: [] });
      if (path !== '') parent?.changes.push(zxid);
    }
    return created(path, zxid, refused);
  }

  delete(path: string): Line {
    const zxid = ++this.#zxid;
    if (!this.paths.has(path)) return deleted(path, zxid, 'NONODE');
    if (this.names(path).length > 0) return deleted(path, zxid, 'NOTEMPTY');
    this.paths.delete(path);
    if (path !== '') this.paths.get(parentOf(path))?.changes.push(zxid);
    return deleted(path, zxid);
  }

  list(path: string): Line {
    const znode = this.paths.get(path);
    if (znode === undefined) return listed(path, { zxid: this.#zxid, stat: null });
    const { czxid, changes } = znode;
    const names = this.names(path);
    const seen = { czxid, cversion: changes.length, pzxid: changes.at(-1) ?? czxid };
    const shown = stat({ ...seen, numChildren: names.length });
    return listed(path, { zxid: this.#zxid, stat: shown, names });
  }

  names(path: string): string[] {
    const below = [...this.paths.keys()].filter(other => other !== '' && parentOf(other) === path);
    return below.map(other => other.slice(path.length + 1)).sort();
  }

  #there(path: string): string | null {
    return this.paths.has(path) ? 'NODEEXISTS' : null;
  }
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

function randomLines(random: Random): readonly Line[] {
  const tree = new PlainTree();
  return Array.from({ length: 30 }, () => {
    const path = random.pick(['', '/a', '/a/x', '/a/y', '/b']);
    return tree[random.pick(['create', 'create', 'delete', 'list'] as const)](path);
  });
}

describe('held against a plain tree', () => {
  const random = seededRandom(7);
  const histories = Array.from({ length: 30 }, () => randomLines(random));

  test('what it answers is valid', () => {
    for (const lines of histories) expect(isValid(...lines)).toBe(true);
  });
  test('one write refused that was not, or done that was refused -> invalid', () => {
    for (const lines of histories) {
      const at = random.intBelow(lines.length);
      const [f, input, output] = lines[at] ?? created('', 1);
      if (f === 'list') continue;
      const { zxid, refused } = output as { zxid: number; refused: string | null };
      const other = refused === null ? 'NONODE' : null;
      expect(isValid(...lines.with(at, [f, input, { zxid, refused: other }]))).toBe(false);
    }
  });
});

test('an operation that a tree does not have is refused', () => {
  const call = { type: 'ok', f: 'rename', input: '', output: null, process: 0 } as const;
  expect(() => treeModel.step(treeModel.init, call)).toThrow(/expected create, delete/);
});
