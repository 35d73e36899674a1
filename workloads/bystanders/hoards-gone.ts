/** Decides whether the ephemerals of sessions that closed are gone.
 *    ghost-ephemeral   a strong read after the close was acknowledged shows some of them */
import { anomaly, doubtsAbout, verdictOf } from '../../src/checker/finding.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import type { History } from '../../src/history/history.ts';
import type { Hoard } from './client.ts';

export const hoardsGone: Checker = { name: 'hoards', perKey: false, check };

function check(history: History): Verdict {
  const closed = history.operations().filter(({ f, type }) => f === 'hoard' && type === 'ok');
  const left = closed.filter(({ output }) => output !== 0);
  const counts = {
    'sessions closed': closed.length,
    'most ephemerals': Math.max(0, ...closed.map(({ input }) => (input as Hoard).ephemerals)),
  };
  return verdictOf({
    anomalies: left.map(op =>
      anomaly(
        'ghost-ephemeral',
        'a session that closes takes its ephemerals with it',
        `${op.output} of ${(op.input as Hoard).ephemerals} ephemerals are still there`,
        op,
      ),
    ),
    counts,
    doubts: doubtsAbout(counts, ['sessions closed']),
  });
}
