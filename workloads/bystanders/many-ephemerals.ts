/** Sessions with many ephemerals of long names, which close, beside clients that write.
 *  write   value null               setData, any version   ok: the version it made
 *  hoard   value {id, ephemerals}   a session creates that many ephemerals, with names of 20 kB, and closes
 *                                   ok: how many of them are still there: a strong read
 * `info` of a write: it may yet take effect; of a hoard: the ephemerals may be there until their session ends. */
import type { Workload, WorkloadOptions } from '../../src/contract.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { type Hoard, hoard, type WriteOp } from './client.ts';
import { hoardsGone } from './hoards-gone.ts';
import { besideWriters, SOURCE } from './load.ts';

interface HoardOp {
  readonly f: 'hoard';
  readonly value: Hoard;
}

/** Numbers of names of 20 kB: together far below the limit of a request (jute.maxbuffer, 1 MB), just below
 * it, between it and the limit of what servers read from each other (another 1 MB, jute.maxbuffer.extrasize),
 * and above both. */
const SIZES: readonly number[] = [10, 45, 90, 150];

const CLAIM: Claim = {
  claim:
    'the ephemerals of a session that closes are gone, however many there are, and servers continue to answer the other clients',
  source: SOURCE,
};

export const manyEphemerals: WorkloadEntry = {
  name: 'many-ephemerals',
  doc: 'sessions with many ephemerals of long names, beside clients that write',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({ random }: WorkloadOptions): Workload<HoardOp | WriteOp> {
  let id = 0;
  return besideWriters<HoardOp>({
    name: 'many-ephemerals',
    ...CLAIM,
    next: () => ({ f: 'hoard', value: { id: ++id, ephemerals: random.pick(SIZES) } }),
    invoke: ({ value }, at) => hoard(value, at),
    checkers: [hoardsGone],
  });
}
