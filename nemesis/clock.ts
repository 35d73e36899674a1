/** Bends the wall clocks of nodes, each its own; the host's is never touched.
 *   bump-clock    value {node: offset in ms}   seen {node: offset in ms}
 *   strobe-clock  value Strobe                 seen {node: offset in ms during the first jump}
 *   drift-clock   value {node: rate}           seen {node: ms gained in about a second}
 *   reset-clock   value null                   seen {node: offset in ms}, of all nodes
 * Verified by reading the clocks: a jump or a drift when the observed value is within half of the
 * requested one, a reset when every clock is within 100 ms of the controller's. */
import type { FaultReport, Nemesis, NemesisOptions, WordParameter } from '../src/contract.ts';
import { wordIn } from './aim.ts';
import { type Clocks, clocksOf, type Offsets } from './clocks.ts';
import type { NemesisEntry } from './entry.ts';
import { type FaultPlan, faultSchedule } from './schedule.ts';
import { planSkew, SKEWS, type Skew, STRIKES, type Strobe } from './skew-plan.ts';

/** A clock this close to the controller's is right: a reading takes some tens of milliseconds. */
const RIGHT_MS = 100;
/** How long a drift is watched. */
const DRIFT_WATCH_MS = 1_000;

const SHAPES = { jump: 'bump-clock', strobe: 'strobe-clock', drift: 'drift-clock' } as const;
const SHAPE: WordParameter = {
  kind: 'word',
  name: 'shape',
  doc: 'how clocks are bent: they jump once, jump to and fro (strobe), or run too fast or too slow (drift)',
  words: Object.keys(SHAPES),
};

export const clock: NemesisEntry = {
  name: 'clock',
  doc: "bends nodes' wall clocks: jumps of 11 ms to 5 minutes either way, strobes, drifts",
  faults: ['clock'],
  package: 'time',
  takes: [SHAPE],
  create: createClock,
};

type ClockOp = Skew | { readonly f: 'reset-clock'; readonly value: null };

function createClock(options: NemesisOptions): Nemesis {
  const names = options.ensemble.nodes.map(node => node.name);
  const { intervalMs, aim } = options;
  const shape = wordIn(aim, SHAPE.name);
  const wanted = Object.entries(SHAPES).find(([word]) => word === shape)?.[1];
  const kinds = wanted === undefined ? STRIKES : [wanted];
  const plan: FaultPlan = {
    name: 'clock',
    strike: random => planSkew(names, { intervalMs, f: wanted }, random),
    heal: { f: 'reset-clock', value: null },
    kinds,
  };
  return {
    name: 'clock',
    operations: STRIKES.map(strike => ({
      strike,
      heal: 'reset-clock',
      affects: ['clocks'],
      quorum: 'survives',
    })),
    values: SKEWS,
    ...faultSchedule(plan, options),
    invoke: (invocation, signal) =>
      bend(invocation as ClockOp, {
        names,
        clocks: clocksOf(options, signal),
        sleep: delayMs => options.clock.sleep(delayMs, signal),
        nowMs: () => options.clock.nowNs() / 1e6,
      }),
    teardown: signal => clocksOf(options, signal).resetAll(),
  };
}

/** What one operation has at hand. */
interface Room {
  readonly names: readonly string[];
  readonly clocks: Clocks;
  sleep(delayMs: number): Promise<void>;
  nowMs(): number;
}

function bend(op: ClockOp, room: Room): Promise<FaultReport> {
  switch (op.f) {
    case 'bump-clock':
      return bump(op.value, room);
    case 'strobe-clock':
      return strobe(op.value, room);
    case 'drift-clock':
      return drift(op.value, room);
    case 'reset-clock':
      return reset(room);
  }
}

async function bump(value: Readonly<Record<string, number>>, room: Room): Promise<FaultReport> {
  const seen = await jump(new Map(Object.entries(value)), room);
  return { did: { jumped: value }, ...seen, on: { nodes: Object.keys(value) } };
}

/** Sets offsets and looks until they show. */
async function jump(wanted: Offsets, room: Room): Promise<Omit<FaultReport, 'did'>> {
  await setOffsets(wanted, room);
  const shown = (seen: Offsets): boolean => isClose(seen, wanted);
  const seen = await room.clocks.watch([...wanted.keys()], shown);
  return { verified: shown(seen), seen: Object.fromEntries(seen) };
}

function setOffsets(offsets: Offsets, { clocks }: Room): Promise<void> {
  return clocks.set(new Map([...offsets].map(([node, offsetMs]) => [node, { offsetMs, rate: 1 }])));
}

async function strobe(value: Strobe, room: Room): Promise<FaultReport> {
  const { nodes, offsetMs, periodMs, durationMs } = value;
  const off = (byMs: number): Offsets => new Map(nodes.map(node => [node, byMs]));
  const end = room.nowMs() + durationMs;
  const seen = await jump(off(offsetMs), room);
  let jumps = 1;
  for (; room.nowMs() < end; jumps++) {
    await room.sleep(periodMs);
    await setOffsets(off(jumps % 2 === 0 ? offsetMs : 0), room);
  }
  return { did: { strobed: nodes, offsetMs, jumps }, ...seen, on: { nodes } };
}

async function drift(value: Readonly<Record<string, number>>, room: Room): Promise<FaultReport> {
  const rates = Object.entries(value);
  const nodes = Object.keys(value);
  await room.clocks.set(new Map(rates.map(([node, rate]) => [node, { offsetMs: 0, rate }])));
  const [before, beforeMs] = [await room.clocks.read(nodes), room.nowMs()];
  await room.sleep(DRIFT_WATCH_MS);
  const [after, passedMs] = [await room.clocks.read(nodes), room.nowMs() - beforeMs];
  const gained = new Map(
    nodes.map(node => [node, (after.get(node) ?? 0) - (before.get(node) ?? 0)]),
  );
  const wanted = new Map(rates.map(([node, rate]) => [node, (rate - 1) * passedMs]));
  return {
    verified: isClose(gained, wanted),
    did: { drifting: value },
    seen: Object.fromEntries(gained),
    on: { nodes },
  };
}

async function reset({ clocks, names }: Room): Promise<FaultReport> {
  await clocks.resetAll();
  const right = (seen: Offsets): boolean =>
    names.every(node => Math.abs(seen.get(node) ?? Number.POSITIVE_INFINITY) < RIGHT_MS);
  const seen = await clocks.watch(names, right);
  return { verified: right(seen), did: 'reset', seen: Object.fromEntries(seen) };
}

/** Whether each node is off by half to one and a half times what was wanted. */
function isClose(seen: Offsets, wanted: Offsets): boolean {
  return [...wanted].every(([node, offsetMs]) => {
    const error = Math.abs((seen.get(node) ?? 0) - offsetMs);
    return offsetMs !== 0 && error <= Math.abs(offsetMs) / 2;
  });
}
