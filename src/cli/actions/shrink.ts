/** `zoobreak shrink DIR`: searches for a smaller run that is still invalid, and stores it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../clock.ts';
import { readVerdict } from '../../store/results.ts';
import { UsageError } from '../exit.ts';
import { listen } from '../interrupts.ts';
import { entryOf } from '../runs/planned.ts';
import { orUsageError, storedRun } from '../runs/stored-run.ts';
import { shrinkOnSim } from '../shrink/on-sim.ts';
import { shrinkSteps, triesOf } from '../shrink/steps.ts';
import type { Verb } from '../verb.ts';

const STOPPING =
  'Stopping. The last of the smaller runs above, if there is one, is still invalid.\n';

export const shrink: Verb = async (terminal, flags, [path = '.']) => {
  const asked = { verb: 'shrink', path, trust: flags.trust === true };
  const stored = await storedRun(terminal, asked);
  const verdict = await orUsageError('shrink', () => readVerdict(stored.folder));
  if (verdict.valid !== false)
    throw new UsageError(
      `shrink: ${path}: expected an invalid run, found one that is ${verdict.valid === true ? 'valid' : verdict.valid}.`,
    );
  const tries = triesOf(flags);
  const scratch = await mkdtemp(join(tmpdir(), 'zoobreak-shrink-'));
  const { stop, release } = listen(systemClock(), () => terminal.err(STOPPING));
  const means = { ...stored, terminal, scratch, stop, path };
  try {
    return entryOf(stored.plan.target)?.virtualClock === true
      ? await shrinkOnSim(means)
      : await shrinkSteps({ ...means, verdict, ...tries });
  } finally {
    release();
    await rm(scratch, { recursive: true });
  }
};
