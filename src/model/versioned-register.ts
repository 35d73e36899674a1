/** A register whose every write counts: what setData does with a znode.
 *   read    ok: [version, value]      [-1, null] where nothing was written yet
 *   write   value                     ok: [version, value], one above the version before
 *   cas     value [old, next]         ok: [version, next], only where the value is `old` */
import { HistoryError } from '../history/history-error.ts';
import { jsonText } from '../json.ts';
import { canonical } from './canonical.ts';
import { type Call, type Model, UnknownOperation } from './model.ts';

export type Versioned = readonly [version: number, value: unknown];

/** Nothing was written yet. */
const ABSENT: Versioned = [-1, null];

/** `versioned-register`. */
export const versionedRegister: Model<Versioned> = {
  name: 'versioned-register',
  init: ABSENT,
  step: (state, op) => {
    if (op.f === 'read') return isKnown(op) && !equal(state, versionedOf(op)) ? undefined : state;
    const next = written(state, op);
    return next && isKnown(op) && !equal(next, versionedOf(op)) ? undefined : next;
  },
  key: canonical,
  describeState: ([version, value]) =>
    version < 0 ? 'nothing written' : `version ${version} (=${jsonText(value)})`,
  describeOperation: op => {
    const state = versionedRegister.describeState?.(versionedOf(op)) ?? '';
    if (op.f === 'read') return `returned ${state}`;
    return `acknowledged ${op.f === 'cas' ? 'a compare-and-set' : 'a write'} as ${state}`;
  },
  stateAfter: op => (isKnown(op) ? versionedOf(op) : undefined),
  version: op => (isKnown(op) ? versionedOf(op)[0] : undefined),
  isRead: op => op.f === 'read',
  isPast: ([version], op) => {
    if (!isKnown(op)) return false;
    const [seen] = versionedOf(op);
    return op.f === 'read' ? seen < version : seen <= version;
  },
};

function written([version, value]: Versioned, op: Call): Versioned | undefined {
  if (op.f === 'write') return [version + 1, op.input];
  if (op.f !== 'cas')
    throw new UnknownOperation('versioned-register', ['read', 'write', 'cas'], op);
  const [old, next] = Array.isArray(op.input) ? op.input : [];
  return canonical(value) === canonical(old) ? [version + 1, next] : undefined;
}

function isKnown(op: Call): boolean {
  return op.type === 'ok';
}

function versionedOf(op: Call): Versioned {
  const { output } = op;
  if (Array.isArray(output) && typeof output[0] === 'number') return [output[0], output[1]];
  throw new HistoryError(
    `versioned-register: expected [version, value] as the result of ${op.f}, found ${JSON.stringify(output)}`,
  );
}

function equal(one: Versioned, other: Versioned): boolean {
  return one[0] === other[0] && canonical(one[1]) === canonical(other[1]);
}
