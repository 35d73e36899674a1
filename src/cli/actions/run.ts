/** `zoobreak run`: runs a load and faults against an ensemble and judges the history, --test-count times. */
import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { type Clock, systemClock } from '../../clock.ts';
import type { Target } from '../../contract.ts';
import type { TargetEntry } from '../../ensemble/entry.ts';
import { targets } from '../../ensemble/registry.ts';
import { aimedNemesis } from '../aimed.ts';
import { EXIT } from '../exit.ts';
import { listen } from '../interrupts.ts';
import { jobsFor, thisMachine } from '../matrix/machine.ts';
import { named } from '../named.ts';
import type { Settings } from '../options/config.ts';
import { planOf } from '../options/plan.ts';
import { partOf } from '../options/plan-parts.ts';
import { settingsOf } from '../options/settings-of.ts';
import type { Settled } from '../options/settle.ts';
import { Display } from '../output/display.ts';
import { peopleLog } from '../output/people-log.ts';
import { openReporters } from '../output/reporters.ts';
import { type AllRuns, allRuns } from '../runs/all-runs.ts';
import { preflight } from '../runs/preflight.ts';
import { type SimRuns, simRuns } from '../runs/sim-runs.ts';
import type { Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const run: Verb = async (terminal, flags) => {
  const settled = await settingsOf(terminal, flags);
  const { settings, repertoire } = settled;
  const firstSeed = settings.seed ?? randomInt(2 ** 31);
  if (flags.printConfig === true) {
    terminal.out(`${JSON.stringify(planOf(settings, firstSeed, repertoire.modules), null, 2)}\n`);
    return EXIT.valid;
  }
  return start(terminal, settled, firstSeed);
};

async function start(terminal: Terminal, settled: Settled, firstSeed: number): Promise<number> {
  const { settings, repertoire } = settled;
  const place = named(targets, settings.target);
  const inWorkers = place.virtualClock === true && settings.testCount > 1;
  const reporter = await openReporters(terminal, settings, inWorkers ? 'seeds' : 'each');
  const clock = systemClock();
  const display = displayOf(terminal, settings, clock);
  const log = peopleLog(line => display.note(line), settings.verbose);
  const chosen = settings.nemesis.map(text => aimedNemesis(repertoire.nemesis, text).entry);
  const own = partOf(settings, place.takes ?? []);
  const means = { ...own, log, clock, profiles: repertoire.profile };
  const open = (seed: number): Promise<Target> => place.open({ ...means, seed });
  await preflight(place, await open(firstSeed), chosen, settings.server);
  const interrupts = listen(clock, line => display.note(line));
  const parts = { open, clock, log, interrupts, display, reporter };
  try {
    if (inWorkers)
      return await simRuns(seedsOf(place, { terminal, ...settled, firstSeed, ...parts }));
    return await allRuns({ terminal, ...settled, firstSeed, ...parts });
  } finally {
    interrupts.release();
    display.rest();
  }
}

/** Returns one plan for each seed. Each runs in a worker without a progress display. */
function seedsOf(place: TargetEntry, all: AllRuns): SimRuns {
  const { settings, repertoire, firstSeed, terminal, clock, interrupts, reporter, display } = all;
  const { testCount, nodes, observers, quiet } = settings;
  return {
    plans: Array.from({ length: testCount }, (_, at) =>
      planOf(settings, (firstSeed + at) | 0, repertoire.modules),
    ),
    texts: repertoire.texts,
    jobs: Math.min(testCount, jobsFor(place, nodes + observers, thisMachine())),
    root: resolve(terminal.folder, settings.results),
    from: terminal.folder,
    clock,
    interrupts,
    reporter,
    note: quiet ? () => {} : line => display.note(line),
  };
}

function displayOf(terminal: Terminal, { timeLimit, quiet }: Settings, clock: Clock): Display {
  return new Display({ terminal, clock, limitMs: timeLimit * 1000, quiet });
}
