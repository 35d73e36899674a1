/** Faults of the files of servers that are dead. Servers promise nothing once a disk has forgotten what it had: a run
 *  with such a fault is never invalid, but shows whether a server that is damaged comes back, and how. A server that
 *  refuses to start with what it finds is started anew on an empty disk, as the administrator's guide says.
 *  Source: ZooKeeper Administrator's Guide, "Data File Management" and "Supervision". */
import type {
  EnsembleNode,
  Nemesis,
  NemesisOptions,
  ProcessState,
  Role,
  ValueFields,
} from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import { diskOf } from './disk-trouble.ts';
import { observe } from './observe.ts';
import { processFault } from './process-fault.ts';

/** How long a server may take to refuse its files. */
const REFUSE_BOUND_MS = 5_000;

interface DiskDamage {
  readonly name: string;
  readonly strikeF: string;
  readonly healF: string;
  /** Damages the files and leaves the server dead. Returns what was done. */
  strike(node: EnsembleNode, signal: AbortSignal, drawn: unknown): Promise<string>;
  draw?(random: Random): Readonly<Record<string, unknown>>;
  /** The shape of what `draw` returns. */
  readonly drawn?: ValueFields;
}

export function diskDamage(damage: DiskDamage, options: NemesisOptions): Nemesis {
  const fault = {
    ...damage,
    affects: ['servers', 'disks'],
    broken: 'dead',
    voids: true,
    reports: 'damage',
    heal: (node: EnsembleNode, signal: AbortSignal) => startOrWipe(node, options, signal),
  } as const;
  return processFault(fault, options);
}

async function startOrWipe(
  node: EnsembleNode,
  { clock }: NemesisOptions,
  signal: AbortSignal,
): Promise<void> {
  await node.start(signal);
  const { state } = await observe<{ readonly state: ProcessState; readonly role: Role }>({
    ...{ clock, signal, boundMs: REFUSE_BOUND_MS },
    look: async () => ({ state: await node.state(signal), role: await node.role(signal) }),
    enough: ({ state, role }) => state === 'dead' || role !== 'none',
  });
  if (state !== 'dead') return;
  await diskOf(node).damage({ kind: 'wipe' }, signal);
  await node.start(signal);
}
