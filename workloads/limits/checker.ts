/** Decides whether servers accept what fits the limit, refuse what does not, agree on it, and continue.
 *   data-corruption       data was read that is not what was stored
 *   inconsistent-limit    something was taken though something as long, or shorter, was refused without faults
 *   over-limit-accepted   data was taken that is longer than the limit
 *   within-limit-refused  data was refused without faults that is within the limit, or no name of a length far below it was
 *                         ever taken without faults
 *   lost-write            what was acknowledged is not there afterwards
 *   phantom               what was refused, or never requested, is there
 *   partial-multi         some of the children are there that one multi has created, and some are not
 *   early-expiry          a session ended without faults
 *   needless-election     another leader was elected without faults
 * A server refuses a request that is too long by hanging up, as a fault may, too; and what is not found
 * afterwards may have been dropped. So refusals count only in quiet: from the last act of the nemesis on,
 * when everything is healed and serves, and nothing is dropped. */

import type { KnownAnomaly } from '../../src/anomalies.ts';
import { faultNotes, quietSinceNs } from '../../src/checker/calm.ts';
import { anomaly, doubtsAbout, verdictOf } from '../../src/checker/finding.ts';
import type { Checker, Verdict } from '../../src/contract.ts';
import { grouped } from '../../src/grouped.ts';
import type { History, Operation } from '../../src/history/history.ts';
import { BATCH_CHILDREN, type Batches, type Got, MOST_DATA_BYTES, type Put } from './client.ts';

export const limitsKept: Checker = { name: 'limits', perKey: false, check };

interface Stored {
  readonly op: Operation;
  readonly put: Put;
}

interface Trace {
  readonly ops: readonly Operation[];
  readonly quiet: readonly Operation[];
  /** Data and names. */
  readonly accepted: readonly Stored[];
  /** What was refused without faults times. */
  readonly tooLong: readonly Stored[];
}

function check(history: History): Verdict {
  const trace = traceOf(history);
  const { accepted, tooLong, ops } = trace;
  const data = accepted.filter(({ op }) => op.f === 'put').map(({ put }) => put.bytes);
  const refused = tooLong.filter(({ op }) => op.f === 'put').map(({ put }) => put.bytes);
  const done = (f: string): readonly Operation[] =>
    ops.filter(op => op.f === f && op.type === 'ok' && op.output !== null);
  const listed = done('list').map(({ output }) => (output as Batches).length * BATCH_CHILDREN);
  const counts = {
    accepted: data.length,
    'refused in quiet': refused.length,
    'largest accepted': Math.max(0, ...data),
    'smallest refused': refused.length === 0 ? 0 : Math.min(...refused),
    'read back': done('get').length,
    'long names': accepted.length - data.length,
    'most children': Math.max(0, ...listed),
  };
  return verdictOf({
    anomalies: [
      ...reads(trace),
      ...uneven(trace),
      ...offLimit(trace),
      ...neverTaken(trace),
      ...lists(trace),
      ...expired(trace),
      ...deposed(trace),
    ],
    counts,
    doubts: doubtsAbout(counts, Object.keys(counts)),
    notes: faultNotes(history),
  });
}

function traceOf(history: History): Trace {
  const ops = history.operations();
  const lastFault = quietSinceNs(history);
  const quiet = ops.filter(({ callNs }) => callNs > lastFault);
  const answered = (answer: string): readonly Stored[] =>
    ops
      .filter(
        ({ f, type, output }) =>
          (f === 'put' || f === 'name') && type === 'ok' && output === answer,
      )
      .map(op => ({ op, put: op.input as Put }));
  const tooLong = answered('refused').filter(({ op }) => op.callNs > lastFault);
  return { ops, quiet, accepted: answered('accepted'), tooLong };
}

function reads({ ops, accepted, tooLong }: Trace): KnownAnomaly[] {
  const puts = ops.filter(({ f }) => f === 'put');
  const sent = new Map(puts.map(op => [(op.input as Put).id, op]));
  const taken = new Map(accepted.map(({ op, put }) => [put.id, op]));
  const turnedDown = new Set(tooLong.map(({ put }) => put.id));
  const drops = new Map(ops.filter(({ f }) => f === 'drop').map(op => [op.input, op]));
  return ops
    .filter(({ f, type }) => f === 'get' && type === 'ok')
    .flatMap((op): KnownAnomaly[] => {
      const id = Number(op.input);
      const got = op.output as Got;
      const put = sent.get(id);
      if (got === null) {
        const before = taken.get(id);
        const dropped = (drops.get(id)?.callNs ?? Number.POSITIVE_INFINITY) < op.returnNs;
        if (before === undefined || before.returnNs >= op.callNs || dropped) return [];
        return [
          anomaly(
            'lost-write',
            'what is acknowledged stays',
            `data ${id} is not there`,
            before,
            op,
          ),
        ];
      }
      if (
        put === undefined ||
        put.callNs >= op.returnNs ||
        turnedDown.has(id) ||
        put.type === 'fail'
      )
        return [anomaly('phantom', 'what is refused is not stored', `data ${id} is there`, op)];
      const { bytes } = put.input as Put;
      if (got.intact && got.bytes === bytes) return [];
      const seen = `${bytes} bytes were sent, and ${got.bytes} are there${got.intact ? '' : ', which differ'}`;
      return [anomaly('data-corruption', 'what is stored is what was sent', seen, put, op)];
    });
}

/** Compares data and names separately: the bytes around them differ. */
function uneven({ accepted, tooLong }: Trace): KnownAnomaly[] {
  return ['put', 'name'].flatMap(f => {
    const [longest] = accepted
      .filter(({ op }) => op.f === f)
      .sort((a, b) => b.put.bytes - a.put.bytes);
    const [shortest] = tooLong
      .filter(({ op }) => op.f === f)
      .sort((a, b) => a.put.bytes - b.put.bytes);
    if (longest === undefined || shortest === undefined) return [];
    if (longest.put.bytes < shortest.put.bytes) return [];
    const seen = `${longest.put.bytes} bytes were taken by ${longest.op.node}, and ${shortest.put.bytes} refused by ${shortest.op.node}`;
    return [
      anomaly('inconsistent-limit', 'servers take and refuse alike', seen, longest.op, shortest.op),
    ];
  });
}

const OFF_LIMIT = { accepted: 'over-limit-accepted', refused: 'within-limit-refused' } as const;

/** Checks only data: the limit for a name depends on the name. */
function offLimit({ accepted, tooLong }: Trace): KnownAnomaly[] {
  const off = (
    answer: 'accepted' | 'refused',
    puts: readonly Stored[],
    isOff: (bytes: number) => boolean,
  ): KnownAnomaly[] =>
    puts
      .filter(({ op, put }) => op.f === 'put' && isOff(put.bytes))
      .map(({ op, put }) => {
        const seen = `${put.bytes} bytes were ${answer} by ${op.node}`;
        return anomaly(
          OFF_LIMIT[answer],
          `${MOST_DATA_BYTES} bytes of data are taken, and no more`,
          seen,
          op,
        );
      });
  return [
    ...off('accepted', accepted, bytes => bytes > MOST_DATA_BYTES),
    ...off('refused', tooLong, bytes => bytes <= MOST_DATA_BYTES),
  ];
}

/** Tries of one length, in quiet times, that may not all fail. */
const MANY_TRIES = 3;

/** Finds lengths of names far below the limit that were never accepted in quiet times. A server that hangs up
 * on their creates may hang up on reads of them, too, so that none is known to have been refused. */
function neverTaken({ quiet }: Trace): KnownAnomaly[] {
  const names = quiet.filter(
    ({ f, input }) => f === 'name' && 2 * (input as Put).bytes <= MOST_DATA_BYTES,
  );
  return [...grouped(names, ({ input }) => (input as Put).bytes)].flatMap(([bytes, tries]) => {
    const isTaken = tries.some(({ type, output }) => type === 'ok' && output === 'accepted');
    if (isTaken || tries.length < MANY_TRIES) return [];
    const seen = `none of ${tries.length} names of ${bytes} bytes was accepted`;
    return [anomaly('within-limit-refused', `${MOST_DATA_BYTES} bytes are taken`, seen, ...tries)];
  });
}

function lists({ ops }: Trace): KnownAnomaly[] {
  const spawns = ops.filter(({ f, type }) => f === 'spawn' && type !== 'fail');
  const asked = new Map(spawns.map(op => [op.input, op]));
  return ops
    .filter(({ f, type }) => f === 'list' && type === 'ok')
    .flatMap(op => {
      const batches = new Map(op.output as Batches);
      const missing = spawns.filter(
        ({ type, input, returnNs }) =>
          type === 'ok' && returnNs < op.callNs && !batches.has(Number(input)),
      );
      const strange = [...batches].filter(
        ([batch]) => !((asked.get(batch)?.callNs ?? Number.POSITIVE_INFINITY) < op.returnNs),
      );
      const partial = [...batches].filter(([, children]) => children !== BATCH_CHILDREN);
      return [
        ...missing.map(spawn =>
          anomaly(
            'lost-write',
            'what is acknowledged stays',
            `batch ${spawn.input} is not listed`,
            spawn,
            op,
          ),
        ),
        ...strange.map(([batch]) =>
          anomaly('phantom', 'what is refused is not stored', `batch ${batch} is listed`, op),
        ),
        ...partial.map(([batch, children]) =>
          anomaly(
            'partial-multi',
            `a batch has ${BATCH_CHILDREN} children`,
            `batch ${batch} has ${children}`,
            op,
          ),
        ),
      ];
    });
}

/** Checks sessions that were answered in quiet times before: others may have ended in the last fault. */
function expired({ quiet }: Trace): KnownAnomaly[] {
  const alive = new Map<unknown, number>();
  for (const { process, type, returnNs } of quiet)
    if (type === 'ok') alive.set(process, Math.min(alive.get(process) ?? returnNs, returnNs));
  return quiet
    .filter(({ process, callNs }) => (alive.get(process) ?? Number.POSITIVE_INFINITY) <= callNs)
    .filter(({ error, f }) => error?.name === 'SESSIONEXPIRED' && (f === 'put' || f === 'name'))
    .filter(({ type }) => type === 'info')
    .map(op =>
      anomaly(
        'early-expiry',
        'a session outlives a request that is refused',
        `the session of process ${op.process} was over after ${JSON.stringify(op.input)}`,
        op,
      ),
    );
}

function deposed({ quiet }: Trace): KnownAnomaly[] {
  const answered = quiet.flatMap(op =>
    op.zxid === undefined ? [] : [{ op, epoch: op.zxid >> 32n }],
  );
  const [first] = answered;
  const other = answered.find(({ epoch }) => epoch !== first?.epoch);
  if (first === undefined || other === undefined) return [];
  const seen = `epoch ${first.epoch}, then ${other.epoch}`;
  return [
    anomaly(
      'needless-election',
      'the leader outlives a request that is refused',
      seen,
      first.op,
      other.op,
    ),
  ];
}
