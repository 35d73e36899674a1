/** The disk of a node in memory: it tells `done` what is done to it, and every trouble that `bites` shows at once. */
import type { NodeDisk } from '../../src/contract.ts';

export function fakeDisk(done: string[], bites: (call: 'trouble' | 'damage') => boolean): NodeDisk {
  let suffered = 0;
  return {
    trouble: async ({ kind }) => {
      done.push(kind);
      suffered = bites('trouble') ? 1 : 0;
    },
    recover: async () => {
      done.push('recover');
    },
    suffered: async () => suffered,
    killAt: async moment => {
      done.push(`kill at ${moment?.kind}`);
    },
    damage: async ({ kind }) => {
      done.push(kind);
      return `${kind} done`;
    },
    keep: async () => {
      done.push('keep');
    },
  };
}
