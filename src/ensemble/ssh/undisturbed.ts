/** Faults that hosts cannot suffer. */
import type { FaultKind, Support } from '../../contract.ts';
import { NO_LIMITS, NO_MEMBERSHIP, NO_UPGRADE } from '../supports.ts';

const OF_LINKS: Support = {
  ok: false,
  why: 'it would need a program of ours that runs as root on each machine; Docker (--target docker) can do it',
};

/** Why a host cannot have a fault, regardless of what is installed there. */
const WHY: Partial<Readonly<Record<FaultKind, Support>>> = {
  ...{ cpu: NO_LIMITS, memory: NO_LIMITS },
  upgrade: NO_UPGRADE,
  membership: NO_MEMBERSHIP,
  ...{ slow: OF_LINKS, loss: OF_LINKS, duplicate: OF_LINKS },
  ...{ rate: OF_LINKS, flap: OF_LINKS, hold: OF_LINKS },
};

export const IMPOSSIBLE: readonly FaultKind[] = Object.keys(WHY) as FaultKind[];

export function hostSupports(fault: FaultKind): Support {
  return WHY[fault] ?? { ok: true };
}
