/** Faults that hosts cannot suffer. */
import type { FaultKind, Support } from '../../contract.ts';
import { NO_CPU, NO_DISK, NO_POWER, NO_UPGRADE } from '../supports.ts';

const OF_LINKS: readonly FaultKind[] = ['slow', 'loss', 'duplicate', 'rate', 'flap', 'hold'];

export const IMPOSSIBLE: readonly FaultKind[] = [
  'power',
  'disk',
  'files',
  'cpu',
  'upgrade',
  ...OF_LINKS,
];

/** Why a host cannot suffer a fault, whatever is installed there. */
export function hostSupports(fault: FaultKind): Support {
  if (fault === 'power') return NO_POWER;
  if (fault === 'disk' || fault === 'files') return NO_DISK;
  if (fault === 'cpu') return NO_CPU;
  if (fault === 'upgrade') return NO_UPGRADE;
  if (!OF_LINKS.includes(fault)) return { ok: true };
  return {
    ok: false,
    why: 'it would need a program of ours that runs as root on each machine; Docker (--target docker) can do it',
  };
}
