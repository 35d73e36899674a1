/** `zoobreak clean`: removes what runs left behind whose controller is dead, and says what it was. */
import { systemClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { EXIT, UsageError } from './exit.ts';
import { type TargetEntry, targets } from './targets.ts';
import type { Verb } from './verb.ts';

const LIMIT_MS = 120_000;

export const clean: Verb = async terminal => {
  const signal = AbortSignal.timeout(LIMIT_MS);
  for (const entry of targets) {
    const removed = await cleanTarget(entry, signal);
    const lines = removed.length === 0 ? ['nothing to remove'] : removed.map(it => `removed ${it}`);
    for (const line of lines) terminal.out(`${entry.name}: ${line}\n`);
  }
  return EXIT.valid;
};

/** @throws UsageError where the target cannot be reached from here. */
async function cleanTarget(entry: TargetEntry, signal: AbortSignal): Promise<readonly string[]> {
  const target = entry.open({ log: silentLog, clock: systemClock(), seed: 0 });
  try {
    return await target.clean(signal);
  } catch (cause) {
    const reached = await target.available(signal);
    if (reached.ok) throw cause;
    throw new UsageError(`${entry.name}: ${reached.why}. ${entry.remedy}`, { cause });
  }
}
