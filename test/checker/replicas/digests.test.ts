/** Servers that had different znodes at one zxid are found by their digests: the twins differ in one digest. */
import { expect, test } from 'vitest';
import { compareDigests, digestsIn } from '../../../src/checker/replicas/digests.ts';

/** What three servers of 3.9.3 answered after a run: n3 had lost writes when it rejoined. */
const GOOD = '300000080: 277537175778\n300000100: -6917529027641081\n';
const BAD = '300000080: 254107431130\n300000100: -6917529027651122\n';

const compared = (...answers: readonly string[]) =>
  compareDigests(new Map(answers.map((answer, at) => [`n${at + 1}`, digestsIn(answer)])));

test('servers with the same digests agree', () =>
  expect(compared(GOOD, GOOD, GOOD)).toEqual({
    anomalies: [],
    counts: { 'digests compared': 2 },
  }));

test('a server with another digest is reported once, at the first zxid where it differs', () =>
  expect(compared(GOOD, GOOD, BAD)).toEqual({
    anomalies: [
      {
        type: 'replica-divergence',
        promised: 'servers that have processed the same changes hold the same znodes',
        seen: 'digests of all znodes at zxid 0x300000080: 277537175778 on n1, 277537175778 on n2, 254107431130 on n3',
        operations: [],
      },
    ],
    counts: { 'digests compared': 2 },
  }));

test('zxids that only one server has a digest of are not compared', () =>
  expect(compared('80: 1\n', '100: 2\n')).toEqual({
    anomalies: [],
    counts: { 'digests compared': 0 },
  }));

/** What n4 of 3.9.6 answered: it had found transactions twice in its log as it started, and applied them again. */
const TWICE = '300000080: 16452174539\n300000100: 18666586744\n300000080: 26758869633\n';

test('a zxid that a server has two digests of, as it applied its log again, is compared by the first', () => {
  const once = TWICE.split('\n').slice(0, 2).join('\n');
  expect(compared(once, TWICE).anomalies).toEqual([]);
  const other = once.replace('16452174539', '26758869633');
  expect(compared(other, TWICE).anomalies).toHaveLength(1);
});

test.each([
  ['', 0],
  ['This ZooKeeper instance is not currently serving requests\n', 0],
  ['zk_digest\t12\n', 0],
  ['300000080: 1\r\n', 1],
  ['ffffffff00000080: -9223372036854775808\n', 1],
])('the answer %j has digests: %i', (answer, count) => expect(digestsIn(answer).size).toBe(count));
