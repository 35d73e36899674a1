/** Decides whether numbers of sequential znodes are given once, and grow.
 *    duplicate           one number was given to two creates
 *    zxid-order          a create with a higher number has a lower zxid
 *    real-time-order     a draw that completed before another was invoked has the higher number
 *    conflicting-zxid    a node names another zxid for a number than the reply to its draw did
 *    lost-write          a number that was given, and never dropped, is not on a node at the end
 *    replica-divergence  a create without a reply is on one node, and not on another that had come as far
 * What nodes list at the end counts as given, too: creates whose answers were lost are among it. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { disorders } from '../../src/checker/real-time.ts';
import { repeated } from '../../src/checker/repeated.ts';
import { placeOf } from '../../src/checker/words.ts';
import { type Census, readCensus } from '../../src/client/census.ts';
import { sequenceOf } from '../../src/client/sequential.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import { hexOf } from '../../src/hex.ts';
import type { Key } from '../../src/history/event.ts';
import type { History, Operation } from '../../src/history/history.ts';

export const uniqueNumbers: Checker = { name: 'unique-numbers', perKey: false, check };

function check(history: History): Verdict {
  const parents = history.keys().map(key => parentOf(key, history.ofKey(key)));
  const unread = parents.filter(({ census }) => census.length === 0).length;
  const drawn = parents.flatMap(({ given }) => given.filter(({ op }) => op.f === 'draw')).length;
  const births = parents.flatMap(({ given }) => given).length;
  return verdictOf({
    anomalies: parents.flatMap(anomaliesOf),
    counts: {
      drawn,
      'drawn without an answer': births - drawn,
      dropped: parents.flatMap(({ dropped }) => [...dropped]).length,
      'listed by every node': parents.flatMap(({ census: [first] }) => [...(first?.births ?? [])])
        .length,
    },
    doubts: [
      ...(unread > 0
        ? [`${unread} of ${parents.length} parents were not listed by every node`]
        : []),
      ...(drawn < 2 ? ['fewer than two numbers were drawn'] : []),
    ],
  });
}

/** A create that has a number. */
interface Given {
  readonly number: number;
  readonly czxid: bigint;
  /** The draw that returned it, or the list that shows it. */
  readonly op: Operation;
}

interface Parent {
  readonly key: Key;
  /** Draws that were answered, and then what only the lists show. */
  readonly given: readonly Given[];
  /** Numbers that somebody deleted, or tried to. */
  readonly dropped: ReadonlySet<number>;
  readonly census: readonly Census[];
  readonly list: Operation | undefined;
}

function parentOf(key: Key, history: History): Parent {
  const happened = history.operations().filter(({ type }) => type !== 'fail');
  const done = happened.filter(({ type }) => type === 'ok');
  const list = done.findLast(({ f }) => f === 'list');
  const census = list === undefined ? [] : readCensus(list.output);
  const drawn = done.filter(({ f }) => f === 'draw').map(givenOf);
  const known = new Set(drawn.map(({ czxid }) => czxid));
  const listed = new Map(
    census.flatMap(({ births }) =>
      [...births].map(([name, czxid]) => [`${name} ${czxid}`, { name, czxid }] as const),
    ),
  );
  const untold = [...listed.values()].flatMap(({ name, czxid }) =>
    known.has(czxid) || list === undefined ? [] : { number: sequenceOf(name), czxid, op: list },
  );
  const drops = happened.filter(({ f }) => f === 'drop').map(({ output }) => output);
  const dropped = new Set(drops.filter(number => typeof number === 'number'));
  return { key, given: [...drawn, ...untold], dropped, census, list };
}

function givenOf(op: Operation): Given {
  const { number, czxid } = (op.output ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof number === 'number' && typeof czxid === 'string')
    return { number, czxid: BigInt(czxid), op };
  throw new TypeError(
    `draw (op ${op.index}): expected {number, czxid} as its result, found ${JSON.stringify(op.output)}`,
  );
}

function anomaliesOf(parent: Parent): readonly KnownAnomaly[] {
  const drawn = parent.given.filter(({ op }) => op.f === 'draw');
  return [
    ...twice(parent),
    ...disorder(parent),
    ...disorders(
      drawn.map(({ op, number }) => ({ op, rank: BigInt(number), text: `number ${number}` })),
    ),
    ...twoFaced(parent),
    ...lost(parent, drawn),
    ...divided(parent),
  ];
}

function twice({ key, given }: Parent): KnownAnomaly[] {
  return repeated(given, ({ number }) => number).flatMap(([other, one]) => {
    if (other.czxid === one.czxid) return [];
    return {
      type: 'duplicate',
      promised: 'a number is given once under a parent',
      seen: `${text(other)}, and ${text(one)} (parent ${key})`,
      operations: indicesOf(other.op, one.op),
    };
  });
}

function disorder({ key, given }: Parent): KnownAnomaly[] {
  const byNumber = given.toSorted((a, b) => a.number - b.number);
  return byNumber.flatMap((one, at) => {
    const before = byNumber[at - 1];
    if (before === undefined || before.number === one.number || before.czxid < one.czxid) return [];
    return {
      type: 'zxid-order',
      promised: 'numbers grow in the order of commits',
      seen: `${text(before)}, and ${text(one)} (parent ${key})`,
      operations: indicesOf(before.op, one.op),
    };
  });
}

/** Finds two numbers of one zxid, or two zxids of one name. */
function twoFaced({ key, given, census, list }: Parent): KnownAnomaly[] {
  if (list === undefined) return [];
  const byZxid = new Map(given.filter(({ op }) => op !== list).map(one => [one.czxid, one]));
  return census.flatMap(({ node, births }) =>
    [...births].flatMap(([name, czxid]) => {
      const told = byZxid.get(czxid);
      if (told === undefined || told.number === sequenceOf(name)) return [];
      return {
        type: 'conflicting-zxid',
        promised: 'a create is the same on every node',
        seen: `${text(told)}, but ${node} lists ${name} with czxid ${hexOf(czxid)} (parent ${key})`,
        operations: indicesOf(told.op, list),
      };
    }),
  );
}

function lost({ key, dropped, census, list }: Parent, drawn: readonly Given[]): KnownAnomaly[] {
  if (list === undefined) return [];
  return census.flatMap(({ node, births }) => {
    const there = new Set([...births.keys()].map(sequenceOf));
    return drawn
      .filter(({ number }) => !dropped.has(number) && !there.has(number))
      .map(one => ({
        type: 'lost-write',
        promised: 'a create that was acknowledged stays',
        seen: `${text(one)}, and is not on ${node} at the end (parent ${key})`,
        operations: indicesOf(one.op, list),
      }));
  });
}

function divided({ key, given, census, list, dropped }: Parent): KnownAnomaly[] {
  if (list === undefined) return [];
  const untold = given.filter(({ op, number }) => op === list && !dropped.has(number));
  return untold.flatMap(one =>
    census
      .filter(({ at, births }) => at >= one.czxid && ![...births.values()].includes(one.czxid))
      .map(({ node }) => ({
        type: 'replica-divergence',
        promised: 'a create is there on all nodes or on none',
        seen: `${text(one)} on one node, and is not on ${node} (parent ${key})`,
        operations: indicesOf(list),
      })),
  );
}

function text({ number, czxid, op }: Given): string {
  return `number ${number} was given ${placeOf(op)} (czxid ${hexOf(czxid)})`;
}
