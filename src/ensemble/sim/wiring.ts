/** What all servers of a model ensemble share, and how one of their processes uses it. */
import type { NodeName } from '../../contract.ts';
import { dial, type Listeners } from './dial.ts';
import type { Machine } from './machine.ts';
import type { FromLeader, FromLearner, Notification } from './messages.ts';
import type { ListeningPort, Switchboard } from './server-room.ts';
import type { Party, Wires } from './stream.ts';

export interface Wiring extends Wires, Pick<Switchboard, 'membership' | 'rules'> {
  readonly learnerPorts: Listeners<FromLearner, FromLeader>;
  readonly clientPorts: Listeners<Uint8Array, Uint8Array>;
  notify(to: NodeName, notification: Notification): void;
}

/** The wiring as the process that runs now on the machine sees it. */
export function switchboardOf(wiring: Wiring, machine: Machine): Switchboard {
  const { membership, rules, learnerPorts, clientPorts } = wiring;
  const party = machine.party();
  return {
    membership,
    rules,
    learnerPort: portOf(learnerPorts, party, machine.name),
    clientPort: portOf(clientPorts, party, machine.name),
    dial: leader => dial(wiring, 'sync', party, { to: leader, listeners: learnerPorts }),
    notify: (to, notification) => wiring.notify(to, notification),
  };
}

function portOf<In, Out>(
  listeners: Listeners<In, Out>,
  party: Party,
  node: NodeName,
): ListeningPort<Out, In> {
  return {
    open: accept => void listeners.set(node, { party, accept }),
    close: () => void listeners.delete(node),
  };
}
