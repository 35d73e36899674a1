/** Checks whether a target supports the requested server and faults, before anything starts. */
import type { NemesisEntry } from '../../../nemesis/entry.ts';
import type { Target } from '../../contract.ts';
import type { TargetEntry } from '../../ensemble/entry.ts';
import { UsageError } from '../exit.ts';

/** A generous limit, as the server's image may have to be pulled. */
const LIMIT_MS = 300_000;

/** @throws UsageError with the target's own reason, and what to do. */
export async function preflight(
  entry: TargetEntry,
  target: Target,
  nemeses: readonly NemesisEntry[],
  server: string,
): Promise<void> {
  const reached = await target.available(AbortSignal.timeout(LIMIT_MS), server);
  if (!reached.ok) {
    const remedy = reached.remedy ?? entry.remedy;
    throw new UsageError(`--target ${entry.name}: ${reached.why}. ${remedy}`);
  }
  const refused = nemeses.flatMap(nemesis => refusals(target, nemesis));
  if (refused.length > 0) throw new UsageError(refused.join('\n'));
}

function refusals(target: Target, { name, faults }: NemesisEntry): string[] {
  return faults.flatMap(fault => {
    const support = target.supports(fault);
    return support.ok
      ? []
      : [`--nemesis ${name}: target ${target.name} does not support this fault: ${support.why}.`];
  });
}
