/** A controller that breaks its ensemble in every way and then does nothing: for tests that kill it.
 *  Arguments: the run's id. Prints `broken` when all faults are in force. */
import { started } from './docker-ensembles.ts';
import { grudge, nodeAt, patience } from './ensembles.ts';

const runId = process.argv[2];
if (runId === undefined) throw new RangeError('expected the run id');
const ensemble = await started('3.9.6', { runId, voters: 2 });
const [first, second] = [nodeAt(ensemble, 0), nodeAt(ensemble, 1)];
await ensemble.network.cut(grudge([first, [second]]), 'all', patience());
const held = {
  grudge: grudge([second, [first]]),
  ports: 'all',
  disturbance: { kind: 'hold' },
} as const;
await ensemble.network.disturb(held, patience());
await first.clock.set({ offsetMs: 60_000, rate: 1 }, patience());
await first.pause(patience());
console.log('broken');
setInterval(() => {}, 60_000);
