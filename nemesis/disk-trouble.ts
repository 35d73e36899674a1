/** Faults of the calls that servers make to their disks. A disk suffers when it does something to a call, as the shim
 *  in the server counts.
 *    start-NAME, stop-NAME: node-trouble.ts has their values; the trouble is a DiskTrouble */
import type {
  Aim,
  DiskTrouble,
  EnsembleNode,
  NodeDisk,
  Parameter,
  ValueFields,
} from '../src/contract.ts';
import type { Random } from '../src/random.ts';
import type { NemesisEntry } from './entry.ts';
import { nodeTrouble } from './node-trouble.ts';
import { WHO } from './process-fault.ts';

interface DiskFault {
  readonly name: string;
  readonly doc: string;
  /** Parameters beside `who`. */
  readonly takes: readonly Parameter[];
  /** The next trouble, within its aim. */
  draw(random: Random, aim: Aim | undefined): DiskTrouble;
  /** The shape of what `draw` returns. */
  readonly drawn: ValueFields;
}

/** The entry of one kind of trouble. */
export function diskTrouble({ name, doc, takes, draw, drawn }: DiskFault): NemesisEntry {
  return {
    name,
    doc,
    faults: ['disk'],
    package: 'disk',
    takes: [WHO, ...takes],
    create: options =>
      nodeTrouble(
        {
          name,
          affects: ['disks', 'servers'],
          draw,
          drawn,
          apply: (node, trouble, signal) => diskOf(node).trouble(trouble, signal),
          recover: async (node, signal) => node.disk?.recover(signal),
          suffered: (node, signal) => diskOf(node).suffered(signal),
        },
        options,
      ),
  };
}

/** @throws Error where the target has no such disk, which its `supports` says before a run. */
export function diskOf({ name, disk }: EnsembleNode): NodeDisk {
  if (disk !== undefined) return disk;
  throw new Error(`${name}: expected a disk that can be disturbed, found none`);
}
