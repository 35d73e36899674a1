/** A controller that breaks its hosts in every way and then does nothing: for tests that kill it.
 *  Arguments: the run's id, and the home that startHosts made. Prints `broken` when all is in force. */
import { grudge, nodeAt, patience } from './ensembles.ts';
import { sshTargetOn } from './ssh-hosts.ts';

const [, , runId, home] = process.argv;
if (runId === undefined || home === undefined) throw new RangeError('expected run id and home');
const spec = { runId, server: 'installed', voters: 3, observers: 0 };
const ensemble = await sshTargetOn({ home }).start(spec, patience());
const [first, second] = [nodeAt(ensemble, 0), nodeAt(ensemble, 1)];
await ensemble.network.cut(grudge([first, [second]]), 'all', patience());
await first.clock.set({ offsetMs: 60_000, rate: 1 }, patience());
await first.pause(patience());
console.log('broken');
setInterval(() => {}, 60_000);
