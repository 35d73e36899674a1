/** The server's own word on the order of writes: the zxid of an acknowledged write is its place in the
 * order of all commits. That order must be one that clients could have seen.
 *
 * Only writes are compared. A read's reply carries the last zxid that its server had applied around that
 * time, which may be a little before or after the state that was read. */

import type { AnomalyType, KnownAnomaly } from '../../anomalies.ts';
import type { Operation } from '../../history/history.ts';
import type { Model } from '../../model/model.ts';
import { operationText } from './words.ts';

const ANOTHER_ORDER =
  'Some order of the operations explains what clients saw; the one that the zxids claim does not.';

/** Two writes of one object whose zxids contradict the order in which clients saw them done, or the
 * object's own versions; undefined when there are none. */
export function serverOrderAnomaly<S>(
  operations: readonly Operation[],
  model: Model<S>,
  isLinearizable: boolean,
): KnownAnomaly | undefined {
  const writes = operations
    .filter(op => op.type === 'ok' && !model.isRead?.(op))
    .flatMap(op => (op.zxid === undefined ? [] : [{ op, zxid: op.zxid }]))
    .sort((a, b) => (a.zxid < b.zxid ? -1 : 1))
    .map(({ op }) => op);
  const wrong = againstTime(writes) ?? againstVersions(writes, model);
  return wrong && isLinearizable ? { ...wrong, detail: [ANOTHER_ORDER] } : wrong;
}

/** A write that returned before another, of a lower zxid, was invoked. */
function againstTime(writes: readonly Operation[]): KnownAnomaly | undefined {
  let latest: Operation | undefined;
  for (const write of writes) {
    if (latest && (write.completionIndex ?? Number.POSITIVE_INFINITY) < latest.index)
      return anomaly('real-time-order', [latest, write], 'had returned before that was invoked');
    if (!latest || write.index > latest.index) latest = write;
  }
  return undefined;
}

/** A write whose version is not above that of a write of a lower zxid. */
function againstVersions<S>(
  writes: readonly Operation[],
  model: Model<S>,
): KnownAnomaly | undefined {
  let before: Operation | undefined;
  for (const write of writes) {
    const version = model.version?.(write);
    const last = before && model.version?.(before);
    if (before && version !== undefined && last !== undefined && version <= last)
      return anomaly(
        'zxid-order',
        [before, write],
        `made version ${version}, and that made version ${last}`,
      );
    before = write;
  }
  return undefined;
}

function anomaly(
  type: AnomalyType,
  [earlier, later]: readonly [Operation, Operation],
  but: string,
): KnownAnomaly {
  return {
    type,
    promised: 'zxids grow in the order in which writes take effect',
    seen: `${operationText(later)} has a higher zxid than ${operationText(earlier)}, but ${but}`,
    operations: [earlier, later]
      .flatMap(({ index, completionIndex }) => [index, completionIndex ?? index])
      .sort((a, b) => a - b),
  };
}
