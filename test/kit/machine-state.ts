/** What the tests could leave on a machine, and what of it is more than before. */

export interface MachineState {
  /** Our containers, networks and volumes. */
  readonly engine: readonly string[];
  /** The rules of the packet filter. */
  readonly rules: readonly string[];
  readonly links: readonly string[];
  readonly mounts: readonly string[];
  readonly processes: readonly string[];
  /** What the wall clock is ahead of the monotonic one. */
  readonly clockMs: number;
}

/** An hour's correction of a clock is far less. */
const MOST_CLOCK_MS = 500;
/** What an engine makes and removes with containers and networks, also those of others. */
const OF_ENGINE = /veth|br-|docker|DOCKER|overlay|netns/;

/** Returns a phrase for each thing that is there afterwards and was not before, or is gone. */
export function leftBehind(before: MachineState, after: MachineState): readonly string[] {
  const kinds = ['engine', 'rules', 'links', 'mounts', 'processes'] as const;
  const changes = kinds.flatMap(kind => [
    ...missingIn(before[kind], after[kind]).map(each => `left in ${kind}: ${each}`),
    ...(kind === 'processes' || kind === 'engine'
      ? []
      : missingIn(after[kind], before[kind]).map(each => `gone from ${kind}: ${each}`)),
  ]);
  const shiftMs = Math.round(after.clockMs - before.clockMs);
  if (Math.abs(shiftMs) > MOST_CLOCK_MS) changes.push(`the clock set by ${shiftMs} ms`);
  return changes;
}

/** Returns the elements of `all` that `known` lacks; an engine's own come and go. */
function missingIn(known: readonly string[], all: readonly string[]): readonly string[] {
  return all.filter(each => !(known.includes(each) || OF_ENGINE.test(each)));
}
