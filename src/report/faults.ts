/** When faults were in force: from the moment one was asked for until its nemesis had healed it. */
import type { FaultReport } from '../contract.ts';
import type { Event } from '../history/event.ts';
import { endNsOf, nodesOf, type RunView } from './run-view.ts';
import { valueText, visible } from './visible.ts';

/** One fault and its healing. */
export interface Fault {
  readonly nemesis: string;
  /** What was asked for: `start-partition`, `kill`, ... */
  readonly f: string;
  /** Nanoseconds since the run's origin. */
  readonly fromNs: number;
  /** When its healing was done; the end of the history where it never was. */
  readonly untilNs: number;
  readonly healed: boolean;
  /** Whether it was seen to have taken effect. */
  readonly verified: boolean;
  /** The nodes it names. */
  readonly nodes: readonly string[];
  /** What was done, and what was seen when it was verified. */
  readonly did: string;
  readonly seen: string;
}

/** A completion of the nemesis, and when it had been asked for. */
interface Done {
  readonly event: Event;
  readonly askedNs: number;
}

/** In order of time. A nemesis' healing ends all of its faults. */
export function faultsOf(view: RunView): readonly Fault[] {
  const nodes = nodesOf(view);
  const done = doneBy(view.history.nemesis);
  return view.nemeses
    .flatMap(({ name, fs }) => {
      const heals = fs.at(-1);
      const healings = done.filter(({ event }) => event.f === heals);
      return done
        .filter(({ event }) => event.f !== heals && fs.includes(event.f))
        .map(fault => faultOf(name, fault, healings, { nodes, endNs: endNsOf(view.history) }));
    })
    .sort((a, b) => a.fromNs - b.fromNs);
}

/** An operation of the nemesis that never completed was asked for, and did who knows what. */
function doneBy(events: readonly Event[]): Done[] {
  const open = new Map<string, Event>();
  const done: Done[] = [];
  for (const event of events) {
    if (event.type === 'invoke') {
      open.set(event.f, event);
      continue;
    }
    done.push({ event, askedNs: open.get(event.f)?.time ?? event.time });
    open.delete(event.f);
  }
  return [...done, ...[...open.values()].map(event => ({ event, askedNs: event.time }))];
}

function faultOf(
  nemesis: string,
  { event, askedNs }: Done,
  healings: readonly Done[],
  { nodes, endNs }: { readonly nodes: readonly string[]; readonly endNs: number },
): Fault {
  const healing = healings.find(({ event: { time } }) => time >= event.time);
  const { verified, did, seen } = reportIn(event);
  return {
    nemesis,
    f: event.f,
    fromNs: askedNs,
    untilNs: healing?.event.time ?? endNs,
    healed: healing !== undefined,
    verified: verified === true,
    nodes: namedIn(did, nodes),
    did: valueText(did),
    seen: event.error === undefined ? valueText(seen) : failureText(event.error),
  };
}

function reportIn({ type, value }: Event): Partial<FaultReport> {
  if (type === 'invoke') return { did: value, seen: 'it never completed' };
  return typeof value === 'object' && value !== null ? value : { did: value };
}

function failureText({ name, message = '' }: { readonly name: string; readonly message?: string }) {
  return `failed: ${visible(name)} ${visible(message)}`.trimEnd();
}

/** The nodes that a nemesis' value names, whatever its shape. */
function namedIn(value: unknown, nodes: readonly string[]): readonly string[] {
  if (typeof value === 'string') return nodes.includes(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const found = new Set(
    Object.entries(value).flatMap(([name, inner]) => [
      ...(nodes.includes(name) ? [name] : []),
      ...namedIn(inner, nodes),
    ]),
  );
  return nodes.filter(node => found.has(node));
}
