/** The disk of a node, as its agent reaches it: docker/images/tools/disk-hands has the verbs. */
import type { Damage, DiskTrouble, NodeDisk } from '../contract.ts';
import type { Agent } from './agent.ts';

/** Numbers of Linux's errors. */
const ERRNO = { EIO: 5, ENOSPC: 28 } as const;

export function nodeDisk(agent: Agent): NodeDisk {
  return {
    trouble: async (trouble, signal) =>
      void (await agent.ask(signal, 'disk', ...fieldsOf(trouble))),
    recover: async signal => void (await agent.ask(signal, 'disk')),
    suffered: async signal => Number(await agent.ask(signal, 'suffered')),
    killAt: async (moment, signal) => {
      const words = moment?.kind === 'file' ? [1, moment.name] : [moment?.count ?? 0];
      await agent.ask(signal, 'die_at', ...words);
    },
    damage: async (damage, signal) => {
      const [verb, ...words] = damageWords(damage);
      return (await agent.ask(signal, verb, ...words)).trim();
    },
    keep: async signal => void (await agent.ask(signal, 'keep')),
  };
}

/** The fields of disk.h. */
function fieldsOf(trouble: DiskTrouble): readonly string[] {
  switch (trouble.kind) {
    case 'full':
      return [`write_error=${ERRNO.ENOSPC}`];
    case 'error':
      return [failureOf(trouble.of), `one_in=${trouble.oneIn}`];
    case 'slow':
      return [`delay_us=${Math.round(trouble.delayMs * 1000)}`];
  }
}

function failureOf(of: 'write' | 'sync' | 'short'): string {
  return of === 'short' ? 'shorten=1' : `${of}_error=${ERRNO.EIO}`;
}

function damageWords(damage: Damage): readonly [string, ...(string | number)[]] {
  switch (damage.kind) {
    case 'flip':
      return ['flip', damage.file, Math.round(damage.share * 1000)];
    case 'cut':
      return ['cut_file', damage.file, Math.round(damage.share * 1000)];
    case 'wipe':
    case 'restore':
      return [damage.kind];
  }
}
