import { expect, test } from 'vitest';
import { clients, type Imagined, simulate } from '../../../src/generator/index.ts';
import type { Event } from '../../../src/history/event.ts';
import { seededRandom } from '../../../src/random.ts';
import { reconfig } from '../../../workloads/reconfig/workload.ts';
import { anEnsemble } from '../../kit/an-ensemble.ts';

/** What thread 0 does at the end, where the first replacement is lost as `first` says. */
function atTheEnd(first: Imagined['type']): readonly string[] {
  const { finalGenerator } = reconfig.create({
    ...{ reads: 'quorum', keys: 1, concurrency: 3 },
    ...{ ensemble: anEnsemble, random: seededRandom(5) },
  });
  if (finalGenerator === undefined) throw new TypeError('expected final operations, found none');
  let replaced = 0;
  const imagine = ({ f }: Event): Imagined => ({
    latencyNs: 1e6,
    type: f === 'replace' && replaced++ === 0 ? first : 'ok',
  });
  const events = simulate(clients(finalGenerator), { threads: 3, limit: 100, imagine });
  return events
    .filter(({ type, process }) => type === 'invoke' && Number(process) % 3 === 0)
    .map(({ f, value }) => (value === null ? f : `${f} ${value}`));
}

test.each(['ok', 'info'] as const)(
  'at the end the last server is replaced twice, and all are members again: the first %s',
  first => {
    expect(atTheEnd(first)).toEqual(['replace 3', 'restore', 'replace 3', 'restore', 'view']);
  },
);
