/** `zoobreak clean`: removes what runs with a dead controller left behind, and lists what was removed. */
import { systemClock } from '../../clock.ts';
import type { Cleaned, Target } from '../../contract.ts';
import type { TargetEntry } from '../../ensemble/entry.ts';
import { HostError } from '../../ensemble/ssh/host-error.ts';
import { EXIT, UsageError } from '../exit.ts';
import { targetsFor } from '../named.ts';
import { partOf } from '../options/plan-parts.ts';
import { settingsOf } from '../options/settings-of.ts';
import { peopleLog } from '../output/people-log.ts';
import type { Verb } from '../verb.ts';

const LIMIT_MS = 120_000;

export const clean: Verb = async (terminal, flags) => {
  const signal = AbortSignal.timeout(LIMIT_MS);
  const settings =
    flags.target === undefined ? undefined : (await settingsOf(terminal, flags)).settings;
  const log = peopleLog(line => terminal.err(`${line}\n`), false);
  let code: number = EXIT.valid;
  for (const entry of targetsFor(settings?.target)) {
    const own = settings === undefined ? {} : partOf(settings, entry.takes ?? []);
    const options = { ...own, log, clock: systemClock(), seed: 0 };
    const cleaned = await cleanTarget(entry, await entry.open(options), signal);
    for (const line of linesOf(cleaned)) terminal.out(`${entry.name}: ${line}\n`);
    for (const it of cleaned.left) terminal.err(`${entry.name}: not removed: ${it}\n`);
    if (cleaned.left.length > 0) code = EXIT.crash;
  }
  return code;
};

function linesOf({ removed, left }: Cleaned): readonly string[] {
  if (removed.length + left.length === 0) return ['nothing to remove'];
  return removed.map(it => `removed ${it}`);
}

/** @throws UsageError if the target cannot be reached from here. */
async function cleanTarget(
  entry: TargetEntry,
  target: Target,
  signal: AbortSignal,
): Promise<Cleaned> {
  try {
    return await target.clean(signal);
  } catch (cause) {
    if (cause instanceof HostError) throw new UsageError(cause.message, { cause });
    const reached = await target.available(signal);
    if (reached.ok) throw cause;
    throw new UsageError(`${entry.name}: ${reached.why}. ${entry.remedy}`, { cause });
  }
}
