/** A clock that was reported as bent shows in the stamps of writes while its node leads. */
import { expect, test } from 'vitest';
import type { TraceRecord } from '../../../src/checker/replay/trace.ts';
import { ClockWitness } from '../../../src/judge/harness/clocks.ts';
import { history } from '../../kit/notation.ts';
import { stamped } from '../../kit/stamped.ts';

const ORIGIN_MS = 1_700_000_000_000;
const ns = (ms: number): number => ms * 1e6;

/** A write every 500 ms for 10 s, 5 ms each; the clock of its leader is off by `offMs` from 2 s on. */
function writes(offMs: number): readonly TraceRecord[] {
  return Array.from({ length: 20 }, (_, at) => 500 * at).flatMap((sentMs, xid): TraceRecord[] => {
    const mtime = ORIGIN_MS + sentMs + 2 + (sentMs > 2_000 ? offMs : 0);
    const stat = {
      ...{ czxid: 1, mzxid: xid, pzxid: 1, ctime: ORIGIN_MS, mtime, version: xid, cversion: 0 },
      ...{ aversion: 0, ephemeralOwner: 0n, dataLength: 0, numChildren: 0 },
    };
    return [
      {
        ...{ kind: 'sent', time: ns(sentMs), client: 0, xid },
        request: { f: 'setData', path: '/a', data: '', version: -1 },
      },
      {
        ...{ kind: 'reply', time: ns(sentMs + 5), client: 0, xid, zxid: xid },
        err: 0,
        result: { stat },
      },
    ];
  });
}

/** The clock of n1 is reported as off by 5 s from 2 s on. */
function reasons(leader: string, offMs: number): readonly string[] {
  const value = { did: { jumped: { n1: 5_000 } }, seen: { n1: 5_000 }, verified: true };
  const bent = stamped(
    history('2000ms *(bump-clock 2001ms', { f: 'bump-clock', process: 'nemesis', value }),
  );
  const roles = { n1: 'follower', n2: 'follower', [leader]: 'leader' } as const;
  const witness = new ClockWitness(bent, [{ time: 0, roles }]);
  for (const record of writes(offMs)) witness.take(record);
  return witness.reasons();
}

test('a leader whose bent clock shows in its stamps -> nothing', () =>
  expect(reasons('n1', 5_000)).toEqual([]));

test('a leader whose bent clock gives the right time -> the fault did not bite', () =>
  expect(reasons('n1', 0)).toEqual([
    'n1, whose clock was reported as off by 5000 ms from 2.001 s on, led, and gave writes the right time: the fault did not bite as reported',
  ]));

test('another node led -> nothing', () => expect(reasons('n2', 0)).toEqual([]));
