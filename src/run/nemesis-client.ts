/** All nemeses of a run as the client of the one process `nemesis`.
 *
 * Faults of several families may be active at once, but are applied and healed one after the other,
 * as in Jepsen: what one saw when it verified its fault is then not the doing of another. A slow one
 * delays the others' schedules, and drops nothing of them. */
import type { Client, Nemesis, Outcome } from '../contract.ts';
import { operationNames } from '../history/fault-stamp.ts';

/** @throws RangeError when two nemeses answer the same f. */
export function nemesisClient(nemeses: readonly Nemesis[]): Client {
  const byF = nemesesByF(nemeses);
  return {
    invoke: async (invocation, signal): Promise<Outcome> => {
      const nemesis = byF.get(invocation.f);
      if (nemesis === undefined) throw new RangeError(`${invocation.f}: no nemesis answers it`);
      return { type: 'ok', value: await nemesis.invoke(invocation, signal) };
    },
    close: async () => {},
  };
}

function nemesesByF(nemeses: readonly Nemesis[]): ReadonlyMap<string, Nemesis> {
  const byF = new Map<string, Nemesis>();
  for (const nemesis of nemeses)
    for (const f of operationNames(nemesis.operations)) {
      const other = byF.get(f)?.name;
      if (other !== undefined)
        throw new RangeError(`${f}: answered by ${other} and ${nemesis.name}`);
      byF.set(f, nemesis);
    }
  return byF;
}

/** Heals what all of them broke; every one is tried. Returns what went wrong. */
export async function healAll(
  nemeses: readonly Nemesis[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const results = await Promise.allSettled(nemeses.map(nemesis => nemesis.teardown(signal)));
  return results.flatMap((result, at) =>
    result.status === 'rejected' ? [`${nemeses[at]?.name} did not heal: ${result.reason}`] : [],
  );
}
