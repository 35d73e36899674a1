/** What each type of cycle is: an automaton over the relations that a cycle walks. */
import { PROCESS, REALTIME, RELATIONS, RW, WR, WW } from '../graph/relation.ts';

/** How many rw edges a cycle has, and where: none, one, several apart, or two in a row. */
type RwRule = 'none' | 'one' | 'apart' | 'adjacent';

/**
 * An automaton. State 0 is the start; next[state * 8 + relation bit] is the state after a step, or
 * -1 where the step is not allowed. A walk that returns to its first vertex in an accepting state
 * has the type.
 */
export interface Specification {
  readonly type: string;
  readonly states: number;
  readonly next: Int8Array;
  readonly accepting: readonly boolean[];
  /** The relations any step may use, and those only some may: rw, in the types that have it. */
  readonly free: number;
  readonly counted: number;
  readonly rw: RwRule;
}

interface Rule {
  readonly type: string;
  /** Relations any step may use, rw apart. */
  readonly free: number;
  /** Sets of relations of each of which at least one must be walked. */
  readonly required: readonly number[];
  readonly rw: RwRule;
}

const FORBIDDEN = -1;

/**
 * For each rule, the state of the rw count after a free step and after an rw step.
 * apart: 1 one rw just now, 2 one rw before, 3 several and one just now, 4 several, none just now.
 * adjacent: 1 one rw just now, 2 two in a row are behind us.
 */
const RW_STEPS: Readonly<
  Record<RwRule, { free: readonly number[]; rw: readonly number[]; accept: number }>
> = {
  none: { free: [0], rw: [FORBIDDEN], accept: 0 },
  one: { free: [FORBIDDEN, 1], rw: [1, FORBIDDEN], accept: 1 },
  apart: { free: [FORBIDDEN, 2, 2, 4, 4], rw: [1, FORBIDDEN, 3, FORBIDDEN, 3], accept: 4 },
  adjacent: { free: [FORBIDDEN, FORBIDDEN, 2], rw: [1, 2, 2], accept: 2 },
};

/** State = rw count * 2^required + one bit for each required set that was met. State 0 is left only. */
function specification(rule: Rule): Specification {
  const sets = 1 << rule.required.length;
  const steps = RW_STEPS[rule.rw];
  // without rw the first step must meet the first required set: the cycle is shown from there
  const first = rule.rw === 'none' ? (rule.required[0] ?? rule.free) : RW;
  const started = steps.free.length * sets;
  const next = new Int8Array((started + 1) * RELATIONS.length).fill(FORBIDDEN);
  const fill = (state: number, from: number, allowed: number): void => {
    for (let bit = 0; bit < RELATIONS.length; bit++) {
      if (!(allowed & (1 << bit))) continue;
      next[state * RELATIONS.length + bit] = after(rule, from, 1 << bit);
    }
  };
  // the start behaves like state 0, restricted to first steps, and is never returned to
  for (let state = 0; state < started; state++) fill(state + 1, state, rule.free | RW);
  fill(0, 0, first);
  const accepting = Array.from(
    { length: started + 1 },
    (_, state) => state === steps.accept * sets + sets,
  );
  const counted = rule.rw === 'none' ? 0 : RW;
  return {
    type: rule.type,
    states: started + 1,
    next,
    accepting,
    free: rule.free,
    counted,
    rw: rule.rw,
  };
}

/** The state after one step, shifted by one for the start; -1 when it is not allowed. */
function after(rule: Rule, state: number, relation: number): number {
  const sets = 1 << rule.required.length;
  const steps = RW_STEPS[rule.rw];
  const count = Math.floor(state / sets);
  const nextCount = (relation === RW ? steps.rw : steps.free)[count] ?? FORBIDDEN;
  if (nextCount === FORBIDDEN) return FORBIDDEN;
  let met = state % sets;
  rule.required.forEach((set, i) => {
    if (set & relation) met |= 1 << i;
  });
  return nextCount * sets + met + 1;
}

const READS = WW | WR;

const BASIC: readonly Rule[] = [
  { type: 'G-single-item', free: READS, required: [], rw: 'one' },
  { type: 'G0', free: WW, required: [], rw: 'none' },
  { type: 'G-nonadjacent-item', free: READS, required: [], rw: 'apart' },
  { type: 'G1c', free: READS, required: [WR], rw: 'none' },
  { type: 'G2-item', free: READS, required: [], rw: 'adjacent' },
];

const withOrder = (rule: Rule, suffix: string, order: number): Rule => ({
  ...rule,
  type: `${rule.type}-${suffix}`,
  free: rule.free | order,
  required: [...rule.required, order],
});

const RULES: readonly Rule[] = BASIC.flatMap(rule => [
  rule,
  withOrder(rule, 'process', PROCESS),
  withOrder(rule, 'realtime', REALTIME),
]);

/**
 * The order in which types are looked for: by their depth in the graph of implication and
 * severity, then by name. A type that a found one implies is not looked for.
 */
const SEARCH_ORDER: readonly string[] = [
  'G-single-item',
  'G0',
  'G-nonadjacent-item',
  'G-single-item-process',
  'G1c',
  'G-nonadjacent-item-process',
  'G-single-item-realtime',
  'G2-item',
  'G-nonadjacent-item-realtime',
  'G0-process',
  'G1c-process',
  'G2-item-process',
  'G0-realtime',
  'G1c-realtime',
  'G2-item-realtime',
];

export const SPECIFICATIONS: readonly Specification[] = SEARCH_ORDER.flatMap(type =>
  RULES.filter(rule => rule.type === type).map(specification),
);
