/** What the replay chose among several explanations, and what a trace leaves open: neither is held against a reply. */
import { expect, test } from 'vitest';
import { digestId } from '../../../src/checker/replay/model/digest.ts';
import { openAcl } from '../../../src/checker/replay/model/tree.ts';
import { checkTrace } from '../../../src/checker/replay/replay.ts';
import {
  base64,
  create,
  exists,
  get,
  set,
  setAcl,
  type Trace,
  trace,
} from '../../kit/trace-notation.ts';
import { typesOf } from '../../kit/trace-verdict.ts';

const EPOCH = 2 ** 32;

/** More than there are replays with other choices. */
const PATHS = Array.from({ length: 30 }, (_, at) => `/a${at}`);

/** Of each znode two lists are in doubt that permit different users to write, or of the last one only the first list.
 * Stats show that one list was set, and then the second user writes. */
function eitherList(isInDoubt: boolean): Trace {
  const t = trace().open(1, 'n1').open(2, 'n1').open(8, 'n2').auth(8, 'v:p').open(9, 'n2');
  for (const [at, path] of PATHS.entries()) t.call(9, create(path), EPOCH + at + 1);
  for (const path of PATHS) {
    const isMissing = path === PATHS.at(-1) && !isInDoubt;
    t.send(1, setAcl(path, listFor('u:p')));
    t.send(2, isMissing ? exists(path) : setAcl(path, listFor('v:p')));
  }
  t.disconnect(1)
    .disconnect(2)
    .call(9, create('/b'), 2 * EPOCH + 1);
  const stat = { aversion: 1 };
  for (const path of PATHS) t.call(9, exists(path), 3 * EPOCH + 1, { stat });
  for (const [at, path] of PATHS.entries()) t.call(8, set(path, 'x'), 3 * EPOCH + at + 2, { stat });
  return t;
}

const listFor = (credential: string) => [
  { perms: 1, id: { scheme: 'world', id: 'anyone' } },
  { perms: 31, id: { scheme: 'digest', id: digestId(credential) } },
];

test('one of two lists in doubt was set, and permits a write -> valid; no list does -> late-revocation', () => {
  expect(typesOf(eitherList(true))).toEqual([]);
  expect(typesOf(eitherList(false))).toEqual(['late-revocation']);
});

/** A list for addresses may permit client 8 to write, whose address is not known. Perhaps a list for everybody is in
 * doubt; the write shows that one was set, and then client 8 sets another list. */
function fromSomewhere(isInDoubt: boolean): Trace {
  const t = trace().open(1, 'n1').auth(1, 'u:p').open(8, 'n2');
  const list = [{ perms: 3, id: { scheme: 'ip', id: '10.0.0.0/8' } }, ...listFor('u:p')];
  t.call(1, create('/a', { acl: list }), 1);
  t.send(1, isInDoubt ? setAcl('/a', openAcl) : exists('/a'), 2).disconnect(1);
  t.call(8, set('/a', 'x'), 3, { stat: { aversion: 1 } });
  return t.call(8, setAcl('/a', list), 4);
}

const withoutAddresses = ({ records, features }: Trace) =>
  checkTrace(
    records.map(one => {
      if (one.kind !== 'connected') return one;
      const { address: _, ...rest } = one;
      return rest;
    }),
    { features },
  );

test('a write that may be permitted shows a list in doubt -> valid; a list that nobody set -> invalid', () => {
  expect(withoutAddresses(fromSomewhere(true)).valid).toBe(true);
  expect(withoutAddresses(fromSomewhere(false)).valid).toBe(false);
});

/** Two changes of each znode are in doubt, or of the last one only the first. A write shows that one happened before it,
 * and a read that the first happened after it. */
function changedPlaces(isInDoubt: boolean): Trace {
  const t = trace().open(1, 'n1').open(2, 'n1').open(9, 'n2');
  for (const [at, path] of PATHS.entries()) t.call(9, create(path), 1 + at);
  for (const path of PATHS) {
    const isMissing = path === PATHS.at(-1) && !isInDoubt;
    t.send(1, set(path, 'x')).send(2, isMissing ? exists(path) : set(path, 'y'));
  }
  t.disconnect(1).disconnect(2);
  for (const [at, path] of PATHS.entries()) {
    const zxid = 100 + 3 * at;
    t.call(9, set(path, 'z'), zxid, { stat: { version: 2 } });
    const stat = { mzxid: zxid + 1, version: 3, mtime: 1 };
    t.call(9, get(path), zxid + 2, { data: base64('x'), stat });
  }
  return t;
}

test('one of two changes in doubt was taken for the other -> no anomaly; there is one for two -> phantom', () => {
  expect(typesOf(changedPlaces(true))).toEqual([]);
  expect(typesOf(changedPlaces(false))).toEqual(['phantom']);
});
