/** Decides what became of each element of a set that only grows, as Jepsen's set-full does.
 *   lost-write          an element that was acknowledged, or seen, is not on a node at the end
 *   replica-divergence  an element is on one node at the end, and not on another that had come as far
 *   phantom             an element was seen that nobody had tried to add, or whose add failed
 *   conflicting-zxid    two nodes, or a node and the reply to the add, name different zxids for one create
 *   real-time-order     an add that completed before another was invoked has the higher zxid
 *   stale-read          a strong read missed an element that was there before the read was invoked
 * `stable`: every read from some time on shows it; the latency is from when it was known to be there
 * until it was missed for the last time. `lost`: it is missed from some time on; the latency ends with
 * the last read that showed it. `never read`: no read tells. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { indicesOf, verdictOf } from '../../src/checker/finding.ts';
import { disorders } from '../../src/checker/real-time.ts';
import { spreadOf } from '../../src/checker/spread.ts';
import { answererOf, placeOf, seconds } from '../../src/checker/words.ts';
import { type Census, readCensus } from '../../src/client/census.ts';
import type { Checker, Counts, ReadStrength, Verdict } from '../../src/contract.ts';
import { grouped } from '../../src/grouped.ts';
import { hexOf } from '../../src/hex.ts';
import type { Key } from '../../src/history/event.ts';
import type { Fault } from '../../src/history/faults.ts';
import type { History, Operation } from '../../src/history/history.ts';
import { knownText, lostText, type Missing } from './lost-text.ts';

export function setFull(reads: ReadStrength): Checker {
  return { name: 'set-full', perKey: false, check: history => check(history, reads === 'quorum') };
}

function check(history: History, strong: boolean): Verdict {
  const sets = history.keys().map(key => setOf(key, history.ofKey(key)));
  const fates = sets.flatMap(set => set.elements.map(element => fateOf(element, set)));
  const unread = sets.filter(({ last }) => last === undefined).length;
  const added = sets.flatMap(({ elements }) => elements.filter(({ add }) => add?.type === 'ok'));
  return verdictOf({
    anomalies: [...lost(sets, history.faults()), ...sets.flatMap(set => anomaliesOf(set, strong))],
    counts: { sets: sets.length, added: added.length, ...inDoubt(sets), ...countsOf(fates) },
    doubts: [
      ...(unread > 0 ? [`${unread} of ${sets.length} sets were not read on every node`] : []),
      ...(added.length === 0 ? ['nothing was added'] : []),
    ],
  });
}

interface SetStory {
  readonly key: Key;
  readonly elements: readonly Element[];
  readonly reads: readonly Read[];
  /** The reads of every node, at the end. */
  readonly last: { readonly op: Operation; readonly census: readonly Census[] } | undefined;
}

interface Element {
  readonly value: number;
  /** The add; absent if there was none, or it failed. */
  readonly add: Operation | undefined;
  /** The first operation that proves its presence: the add, or a read. */
  readonly known: Operation | undefined;
}

interface Read {
  readonly op: Operation;
  readonly shown: ReadonlySet<number>;
}

function setOf(key: Key, history: History): SetStory {
  const happened = history.operations().filter(({ type }) => type !== 'fail');
  const done = happened.filter(({ type }) => type === 'ok');
  const adds = new Map(happened.filter(({ f }) => f === 'add').map(op => [addedBy(op), op]));
  const reads = done.filter(({ f }) => f === 'read').map(readOf);
  const lastOp = done.findLast(({ f }) => f === 'read-everywhere');
  const last = lastOp && { op: lastOp, census: readCensus(lastOp.output) };
  const ending = last?.census.map(({ births }) => ({
    op: last.op,
    shown: new Set([...births.keys()].map(Number)),
  }));
  const all = [...reads, ...(ending ?? [])].sort((a, b) => a.op.returnNs - b.op.returnNs);
  const values = new Set([...adds.keys(), ...all.flatMap(({ shown }) => [...shown])]);
  const seen = firstSeen(all);
  const elements = [...values].map(value => {
    const add = adds.get(value);
    return { value, add, known: earlier(add?.type === 'ok' ? add : undefined, seen.get(value)) };
  });
  return { key, elements, reads: all, last };
}

/** @throws TypeError if the value is no number. */
function addedBy({ input, index }: Operation): number {
  if (typeof input === 'number') return input;
  throw new TypeError(`add (op ${index}): expected a number, found ${JSON.stringify(input)}`);
}

/** @throws TypeError where the output is not a list of numbers. */
function readOf(op: Operation): Read {
  const { output, index } = op;
  if (Array.isArray(output) && output.every(value => typeof value === 'number'))
    return { op, shown: new Set(output) };
  throw new TypeError(
    `read (op ${index}): expected a list of numbers, found ${JSON.stringify(output)}`,
  );
}

/** `reads` in the order of their answers. */
function firstSeen(reads: readonly Read[]): ReadonlyMap<number, Operation> {
  const first = new Map<number, Operation>();
  for (const { op, shown } of reads)
    for (const value of shown) if (!first.has(value)) first.set(value, op);
  return first;
}

function earlier(a: Operation | undefined, b: Operation | undefined): Operation | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.returnNs <= b.returnNs ? a : b;
}

interface Fate {
  readonly became: 'stable' | 'lost' | 'never read';
  /** The time from its first proven presence. */
  readonly latencyNs: number;
}

function fateOf({ value, known }: Element, { reads }: SetStory): Fate {
  if (known === undefined) return { became: 'never read', latencyNs: 0 };
  const calledLast = (shows: boolean): number =>
    reads.reduce(
      (last, { op, shown }) => (shown.has(value) === shows ? Math.max(last, op.callNs) : last),
      Number.NEGATIVE_INFINITY,
    );
  const [present, absent] = [calledLast(true), calledLast(false)];
  const after = (timeNs: number): number => Math.max(0, timeNs - known.returnNs);
  if (present >= absent && present > Number.NEGATIVE_INFINITY)
    return { became: 'stable', latencyNs: after(absent) };
  if (absent > known.returnNs) return { became: 'lost', latencyNs: after(present) };
  return { became: 'never read', latencyNs: 0 };
}

function countsOf(fates: readonly Fate[]): Counts {
  const became = (what: Fate['became']): readonly Fate[] =>
    fates.filter(fate => fate.became === what);
  const times = (what: Fate['became']): readonly number[] =>
    became(what).map(({ latencyNs }) => latencyNs);
  return {
    stable: became('stable').length,
    lost: became('lost').length,
    'never read': became('never read').length,
    ...spreadOf('stable after', times('stable')),
    ...spreadOf('lost after', times('lost')),
  };
}

function inDoubt(sets: readonly SetStory[]): Counts {
  const doubts = sets.flatMap(set =>
    set.elements.filter(({ add }) => add?.type === 'info').map(({ known }) => known !== undefined),
  );
  return { 'in doubt': doubts.length, 'in doubt and there': doubts.filter(there => there).length };
}

function anomaliesOf(set: SetStory, strong: boolean): readonly KnownAnomaly[] {
  return [
    ...divided(set),
    ...phantoms(set),
    ...twoFaced(set),
    ...disorders(witnesses(set)),
    ...(strong ? stale(set) : []),
  ];
}

/** What a node lacks is one anomaly, with its first examples. */
function lost(sets: readonly SetStory[], faults: readonly Fault[]): KnownAnomaly[] {
  const byNode = grouped(sets.flatMap(missingIn), ({ node }) => node);
  return [...byNode.values()].flatMap(missing => {
    const [first] = missing;
    if (first === undefined) return [];
    return {
      type: 'lost-write',
      ...(missing.length > 1 && { title: 'Lost writes' }),
      promised: 'a create that was acknowledged, or seen, is there at the end',
      seen: lostText(first, missing, faults),
      operations: indicesOf(
        ...missing.slice(0, EXAMPLES).flatMap(({ known, last }) => [known, last]),
      ),
      detail: missing.map(({ key, value, known }) => `${value} of set ${key}, ${knownText(known)}`),
    };
  });
}

/** Lost elements whose operations are shown. */
const EXAMPLES = 10;

function missingIn({ key, elements, reads, last }: SetStory): Missing[] {
  return (last?.census ?? []).flatMap(({ node, births }) => {
    const own = reads.filter(({ op }) => op.f === 'read' && op.node === node);
    return elements.flatMap(({ value, known }) => {
      if (last === undefined || known === undefined || known === last.op) return [];
      if (births.has(String(value))) return [];
      const shown = own.findLast(read => read.shown.has(value))?.op;
      const fromNs = Math.max(known.returnNs, shown?.returnNs ?? 0);
      const missed = own.find(({ op }) => op.callNs > fromNs)?.op ?? last.op;
      const lost = { fromNs, untilNs: missed.callNs };
      return { node, key, value, known, last: last.op, lost };
    });
  });
}

/** A node that had come as far as an element's create must show it. */
function divided({ key, elements, last }: SetStory): KnownAnomaly[] {
  if (last === undefined) return [];
  return elements.flatMap(({ value, known }) => {
    if (known !== last.op) return [];
    const name = String(value);
    const has = last.census.find(({ births }) => births.has(name));
    const czxid = has?.births.get(name);
    if (has === undefined || czxid === undefined) return [];
    return last.census
      .filter(({ at, births }) => at >= czxid && !births.has(name))
      .map(({ node }) => ({
        type: 'replica-divergence',
        promised: 'a create is there on all nodes or on none',
        seen: `${value} of set ${key} is on ${has.node} at the end, and not on ${node}`,
        operations: indicesOf(last.op),
      }));
  });
}

function phantoms({ key, elements }: SetStory): KnownAnomaly[] {
  return elements.flatMap(({ value, add, known }) => {
    if (known === undefined || (add !== undefined && add.callNs <= known.returnNs)) return [];
    return {
      type: 'phantom',
      promised: 'what is there was created',
      seen: `${value} of set ${key} was shown ${placeOf(known)}, but no add of it may have taken effect by then`,
      operations: indicesOf(known),
    };
  });
}

function twoFaced({ key, elements, last }: SetStory): KnownAnomaly[] {
  if (last === undefined) return [];
  return elements.flatMap(({ value, add }) => {
    const births = last.census.flatMap(({ births }) => births.get(String(value)) ?? []);
    const own = add?.type === 'ok' && add.zxid !== undefined ? [add.zxid] : [];
    const zxids = new Set([...own, ...births]);
    if (zxids.size < 2) return [];
    return {
      type: 'conflicting-zxid',
      promised: 'one create has one zxid',
      seen: `${value} of set ${key} was created at zxids ${[...zxids].map(zxid => hexOf(zxid)).join(' and ')}`,
      operations: indicesOf(...(add === undefined ? [] : [add]), last.op),
    };
  });
}

function witnesses({ elements }: SetStory): Parameters<typeof disorders>[0] {
  return elements.flatMap(({ value, add }) =>
    add?.type === 'ok' && add.zxid !== undefined
      ? { op: add, rank: add.zxid, text: `the add of ${value} at ${hexOf(add.zxid)}` }
      : [],
  );
}

function stale({ key, elements, reads }: SetStory): KnownAnomaly[] {
  return elements.flatMap(({ value, known }) =>
    reads
      .filter(
        ({ op, shown }) =>
          op.f === 'read' && known !== undefined && known.returnNs < op.callNs && !shown.has(value),
      )
      .slice(0, 1)
      .map(({ op }) => ({
        type: 'stale-read',
        promised: 'a strong read shows all that was there before it',
        seen: `${answererOf(op)} returned set ${key} without ${value} at ${seconds(op.returnNs)}, but it had been ${knownText(known ?? op)}`,
        operations: indicesOf(...(known === undefined ? [] : [known]), op),
      })),
  );
}
