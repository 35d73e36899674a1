/** Who listens, and how a connection comes about. A process that is paused listens all the same: its
 *  kernel accepts, and the process hears of it when it resumes. */
import type { NodeName, Port } from '../../contract.ts';
import { CLOSED, type End, OPENED, type Party, Pipe, StreamEnd, type Wires } from './stream.ts';

/** Between two attempts to get through a cut. */
const SYN_RETRY_NS = 1e9;

interface Listener<In, Out> {
  readonly party: Party;
  accept(end: End<Out, In>): void;
}

/** The listeners of one port, by node. */
export type Listeners<In, Out> = Map<NodeName, Listener<In, Out>>;

/** A connection to be: `onOpen` says that it is there, `onClose` that nobody listens or that it broke. */
export function dial<Out, In>(
  wires: Wires,
  port: Port,
  caller: Party,
  { to, listeners }: { readonly to: NodeName; readonly listeners: Listeners<Out, In> },
): End<Out, In> {
  const near = new StreamEnd<Out, In>(caller);
  const toCaller = new Pipe<In>(wires, port, { ...caller, peer: to }, near);
  const knock = (): void => {
    if (!near.isOpen) return;
    const hop = { from: caller.peer, to, port };
    if (wires.network.carries(hop)) wires.clock.inside(wires.network.latencyNs(hop), arrive);
    else wires.clock.inside(SYN_RETRY_NS, knock);
  };
  const arrive = (): void => {
    const listener = listeners.get(to);
    if (listener === undefined) {
      toCaller.send(CLOSED);
      return;
    }
    const far = new StreamEnd<In, Out>(listener.party);
    near.join(new Pipe<Out>(wires, port, caller, far));
    far.join(toCaller);
    listener.party.runs(() => listener.accept(far))();
    toCaller.send(OPENED);
  };
  knock();
  return near;
}
