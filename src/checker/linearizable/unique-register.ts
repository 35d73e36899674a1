/** A register into which each value is written once, with reads and writes alone.
 *
 * The operations of one value form a cluster. From the first return in a cluster to the last call in it
 * the register surely holds its value: the cluster's zone. Where the last call comes first, the cluster may
 * be placed at any moment between the two. The history is linearizable if and only if no read returns
 * before its write is invoked, no two zones of the first kind overlap, and none of the second kind lies
 * within one of the first (Gibbons & Korach, Testing shared memories, 1997). A write that never returned
 * counts where its value was read. */

import type { Operation } from '../../history/history.ts';
import { lowerBound } from '../../lower-bound.ts';
import { canonical } from '../../model/canonical.ts';
import { endOf } from './interval.ts';
import { type Special, violation } from './special-result.ts';
import { json, operationText } from './words.ts';

interface Cluster {
  readonly value: unknown;
  /** Absent for the initial value. */
  readonly write?: Operation;
  isRead: boolean;
  /** The first return and the last call; the initial value is as if written before all events. */
  firstReturn: number;
  firstReturned?: Operation;
  lastCall: number;
  lastCalled?: Operation;
}

type Clusters = Map<string | number, Cluster>;

/** Undefined when a value is written twice, or there are other operations than reads and writes. */
export function decideUniqueRegister(
  operations: readonly Operation[],
  initial: unknown,
): Special | undefined {
  const clusters = clustersOf(operations, initial);
  if (!clusters) return undefined;
  for (const op of operations) {
    const violation = op.f === 'read' ? addRead(clusters, op, initial) : undefined;
    if (violation) return violation;
  }
  return compareZones([...clusters.values()].filter(counts)) ?? { kind: 'linearizable' };
}

/** A cluster for each write and for the initial value. */
function clustersOf(operations: readonly Operation[], initial: unknown): Clusters | undefined {
  const clusters: Clusters = new Map();
  const before = Number.NEGATIVE_INFINITY;
  const first = { value: initial, isRead: false, firstReturn: before, lastCall: before };
  clusters.set(canonical(initial), first);
  for (const op of operations) {
    if (op.f === 'read') continue;
    const key = canonical(op.input);
    if (op.f !== 'write' || clusters.has(key)) return undefined;
    clusters.set(key, {
      value: op.input,
      write: op,
      isRead: false,
      firstReturn: endOf(op),
      firstReturned: op,
      lastCall: op.index,
      lastCalled: op,
    });
  }
  return clusters;
}

function addRead(clusters: Clusters, read: Operation, initial: unknown): Special | undefined {
  if (read.output === null && initial !== null) return undefined;
  const cluster = clusters.get(canonical(read.output));
  if (!cluster) return violation([read], `${operationText(read)} saw a value that nobody wrote`);
  const { write } = cluster;
  if (write && endOf(read) < write.index)
    return violation(
      [read, write],
      `${operationText(read)} returned before ${operationText(write)} was invoked`,
    );
  cluster.isRead = true;
  if (endOf(read) < cluster.firstReturn) {
    cluster.firstReturn = endOf(read);
    cluster.firstReturned = read;
  }
  if (read.index > cluster.lastCall) {
    cluster.lastCall = read.index;
    cluster.lastCalled = read;
  }
  return undefined;
}

/** A write that never returned and was not read need not have happened. */
function counts({ write, isRead }: Cluster): boolean {
  return isRead || write?.type === 'ok';
}

function compareZones(clusters: readonly Cluster[]): Special | undefined {
  const surely = clusters
    .filter(({ firstReturn, lastCall }) => firstReturn < lastCall)
    .sort((a, b) => a.firstReturn - b.firstReturn);
  for (const [at, zone] of surely.entries()) {
    const previous = surely[at - 1];
    if (previous && zone.firstReturn < previous.lastCall) return conflict(previous, zone);
  }
  for (const cluster of clusters) {
    if (cluster.firstReturn < cluster.lastCall) continue;
    const zone = lastBefore(surely, cluster.lastCall);
    if (zone && cluster.firstReturn < zone.lastCall) return conflict(zone, cluster);
  }
  return undefined;
}

/** The last zone that begins before a moment. */
function lastBefore(zones: readonly Cluster[], moment: number): Cluster | undefined {
  return zones[lowerBound(zones, ({ firstReturn }) => firstReturn >= moment) - 1];
}

function conflict(zone: Cluster, other: Cluster): Special {
  const operations = [zone, other].flatMap(({ firstReturned, lastCalled }) => [
    ...(firstReturned ? [firstReturned] : []),
    ...(lastCalled && lastCalled !== firstReturned ? [lastCalled] : []),
  ]);
  return violation(
    operations,
    `${json(zone.value)} was the value ${since(zone)} until ` +
      `${zone.lastCalled ? operationText(zone.lastCalled) : 'the end'} was invoked, but in that time ` +
      `${other.firstReturned ? operationText(other.firstReturned) : 'another value'} took effect`,
  );
}

function since({ firstReturned }: Cluster): string {
  return firstReturned ? `since ${operationText(firstReturned)} returned` : 'at first';
}
