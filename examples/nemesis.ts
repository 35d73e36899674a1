/** Freezes the first node, and lets it run again.
 *    nap   value null   seen: the state of its process; verified when that is paused
 *    wake  value null   seen: the same; verified when it is running */
import {
  type EnsembleNode,
  faultSchedule,
  type Nemesis,
  type NemesisEntry,
} from 'zoobreak/nemesis';

const NAP = { f: 'nap', value: null };
const WAKE = { f: 'wake', value: null };

const entry: NemesisEntry = {
  name: 'nap',
  doc: 'freezes the first node and lets it run again',
  faults: ['pause'],
  create: options => {
    const [first] = options.ensemble.nodes;
    if (first === undefined) throw new RangeError('nap: expected at least one node, found none');
    const plan = { name: 'nap', strike: () => NAP, heal: WAKE };
    return { ...faultSchedule(plan, options), ...napOf(first) };
  },
};

export default entry;

function napOf(node: EnsembleNode): Omit<Nemesis, 'generator' | 'finalGenerator'> {
  return {
    name: 'nap',
    operations: [{ strike: NAP.f, heal: WAKE.f, affects: ['servers'], quorum: 'may be lost' }],
    invoke: async ({ f }, signal) => {
      await (f === NAP.f ? node.pause(signal) : node.resume(signal));
      const state = await node.state(signal);
      return { verified: state === (f === NAP.f ? 'paused' : 'running'), did: f, seen: state };
    },
    teardown: signal => node.resume(signal),
  };
}
