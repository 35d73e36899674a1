/** Fields of replies that only one clause of the model decides; the twins differ in one field. */
import { expect, test } from 'vitest';
import { digestId } from '../../../src/checker/replay/model/digest.ts';
import { checkTrace } from '../../../src/checker/replay/replay.ts';
import type { TraceAcl } from '../../../src/checker/replay/trace.ts';
import { create, create2, exists, get, set, type Trace, trace } from '../../kit/trace-notation.ts';

const one = (): Trace => trace().open(1, 'n1');

function typesOf({ records }: Trace): readonly string[] {
  const verdict = checkTrace(records);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [];
}

const world = (perms: number): TraceAcl => ({ perms, id: { scheme: 'world', id: 'anyone' } });
const digest = (credential: string): TraceAcl => ({
  perms: 31,
  id: { scheme: 'digest', id: digestId(credential) },
});

test('a list keeps its order; another order -> wrong-reply', () => {
  const acl = [world(31), digest('u:p')];
  const at = (...shown: readonly TraceAcl[]): readonly string[] =>
    typesOf(
      one()
        .call(1, create('/a', { acl }), 3)
        .call(1, { f: 'getACL', path: '/a' }, 3, { acl: shown }),
    );
  expect(at(world(31), digest('u:p'))).toEqual([]);
  expect(at(digest('u:p'), world(31))).toEqual(['wrong-reply']);
});

test('the entries of several credentials have no order among themselves', () => {
  const acl: TraceAcl[] = [{ perms: 31, id: { scheme: 'auth', id: '' } }];
  const at = (...shown: readonly TraceAcl[]): readonly string[] => {
    const t = one().auth(1, 'u:p').auth(1, 'v:p').call(1, create('/a', { acl }), 3);
    return typesOf(t.call(1, { f: 'getACL', path: '/a' }, 3, { acl: shown }));
  };
  expect(at(digest('u:p'), digest('v:p'))).toEqual([]);
  expect(at(digest('v:p'), digest('u:p'))).toEqual([]);
  expect(at(digest('v:p'), digest('v:p'))).toEqual(['wrong-reply']);
});

test('a znode that nobody has set has one time; create2 shows two -> wrong-reply', () => {
  expect(typesOf(one().call(1, create2('/a'), 3))).toEqual([]);
  expect(typesOf(one().call(1, create2('/a'), 3, { stat: { mtime: 5 } }))).toEqual(['wrong-reply']);
});

test('a read shows the zxid of a transaction that was sent only afterwards -> wrong-reply', () => {
  const at = (zxid: number): readonly string[] =>
    typesOf(
      one()
        .open(2, 'n2')
        .call(1, create('/a'), 3)
        .call(2, exists('/a'), zxid)
        .call(1, set('/a', 'x'), 4),
    );
  expect(at(3)).toEqual([]);
  expect(at(4)).toContain('wrong-reply');
  expect(at(4)).not.toContain('real-time-order');
});

test('findings of one type do not hide those of another', () => {
  const t = one().open(2, 'n2');
  for (let at = 0; at < 40; at++) t.call(1, create(`/a${at}`), 3 + at);
  for (let at = 0; at < 40; at++) t.call(2, get(`/a${at}`), 42, { stat: { version: 1 } });
  t.call(2, exists('/b'), 42, { err: -110 });
  expect(new Set(typesOf(t))).toEqual(new Set(['wrong-reply', 'wrong-error']));
});
