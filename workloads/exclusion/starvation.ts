/** Checks that waiting clients are let in, once all faults are healed. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import type { Operation } from '../../src/history/history.ts';

/** The time from the end of all faults to an entry: far longer than an election and a session's timeout. */
const STARVED_NS = 45e9;
/** No operation takes longer: a client that keeps trying invokes again within this time. */
const LAST_NS = 10e9;
const PROMISED = 'a client that waits gets in, once all faults are healed';

/** Checks entries, each in a role, for a time in which no client, or none in one of the roles, was let in. */
export function starvation(asking: readonly Operation[], healedNs: number): KnownAnomaly[] {
  const all = starvationOf(asking, healedNs, '');
  if (all.length > 0) return all;
  const roles = [...new Set(asking.map(({ input }) => input))];
  return roles.flatMap(role =>
    starvationOf(
      asking.filter(({ input }) => input === role),
      healedNs,
      ` to ${role}`,
    ),
  );
}

/** Finds that no entry was ok for long, or none of a process that kept trying. */
function starvationOf(
  asking: readonly Operation[],
  healedNs: number,
  what: string,
): KnownAnomaly[] {
  const late = asking.filter(op => op.callNs > healedNs);
  const last = late.at(-1);
  if (last === undefined) return [];
  if (late.every(op => op.type !== 'ok')) {
    const waitedNs = last.callNs - healedNs;
    return waitedNs < STARVED_NS ? [] : [starved(`every client that asked${what}`, waitedNs, late)];
  }
  return processesOf(late).flatMap(process => {
    const ops = late.filter(op => op.process === process);
    const waitedNs = (ops.at(-1)?.callNs ?? 0) - (ops[0]?.callNs ?? 0);
    if (waitedNs < STARVED_NS || ops.some(op => op.type === 'ok')) return [];
    return [starved(`process ${process}, which kept trying${what},`, waitedNs, ops)];
  });
}

/** Returns the processes that still try at the end: each thread has one of them. */
function processesOf(ops: readonly Operation[]): readonly Operation['process'][] {
  const endNs = ops.at(-1)?.callNs ?? 0;
  const last = ops.filter(op => op.callNs >= endNs - LAST_NS);
  return [...new Set(last.map(({ process }) => process))];
}

function starved(who: string, waitedNs: number, late: readonly Operation[]): KnownAnomaly {
  return {
    type: 'starvation',
    promised: PROMISED,
    seen: `${who} did not get in within ${Math.round(waitedNs / 1e9)} s, after the end of all faults`,
    operations: late.map(op => op.index),
  };
}
