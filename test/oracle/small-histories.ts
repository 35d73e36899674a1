/** Small random histories, most of them nearly linearizable: outputs are right for some order and
 * then a few are changed. */
import type { Event } from '../../src/history/event.ts';
import { type History, historyOf } from '../../src/history/history.ts';
import type { Call, Model } from '../../src/model/model.ts';
import type { Random } from '../../src/random.ts';

/** An object that histories can be made of. */
export interface RandomObject<S> {
  readonly model: Model<S>;
  /** A random invocation. */
  invoke(random: Random): Pick<Call, 'f' | 'input'>;
  /** The output of a process's operation in a state; undefined when it fails there. */
  output(state: S, call: Pick<Call, 'f' | 'input'>, process: number): unknown;
  /** An output that may be wrong. */
  lie(random: Random, call: Pick<Call, 'f' | 'input'>): unknown;
}

export interface Shape {
  readonly operations: number;
  readonly processes: number;
  /** Operations in 100 that never return. */
  readonly lostPercent: number;
  /** Operations in 100 whose output may be wrong. */
  readonly liePercent: number;
}

interface Open {
  readonly process: number;
  readonly call: Pick<Call, 'f' | 'input'>;
  readonly lost: boolean;
  done: boolean;
  output: unknown;
}

/** Invokes, takes effect and returns at random moments; what takes effect never may be lost. */
export function randomHistory<S>(object: RandomObject<S>, shape: Shape, random: Random): History {
  const events: Event[] = [];
  const open: Open[] = [];
  let [state, left, nextProcess] = [object.model.init, shape.operations, shape.processes];
  const free = Array.from({ length: shape.processes }, (_, process) => process);
  const add = (type: Event['type'], { process, call }: Open, value: unknown): void => {
    events.push({ index: events.length, type, process, f: call.f, value, time: events.length });
  };
  const invoke = (): void => {
    const process = free.splice(random.intBelow(free.length), 1)[0] ?? 0;
    const lost = random.intBelow(100) < shape.lostPercent;
    const op: Open = { process, call: object.invoke(random), lost, done: false, output: undefined };
    left -= 1;
    open.push(op);
    add('invoke', op, op.call.input);
    if (lost) free.push(nextProcess++);
  };
  const takeEffect = (op: Open): void => {
    op.done = true;
    op.output = object.output(state, op.call, op.process);
    if (op.output === undefined) return;
    const call = { ...op.call, process: op.process, type: 'ok' as const, output: op.output };
    state = object.model.step(state, call) ?? state;
  };
  const complete = (op: Open): void => {
    open.splice(open.indexOf(op), 1);
    free.push(op.process);
    const lies = random.intBelow(100) < shape.liePercent;
    const output = lies ? object.lie(random, op.call) : op.output;
    add(output === undefined ? 'fail' : 'ok', op, output ?? op.call.input);
  };
  while (left > 0 || open.some(({ lost }) => !lost)) {
    const movable = open.filter(op => !op.done || !op.lost);
    const at = random.intBelow(movable.length + (left > 0 && free.length > 0 ? 2 : 0));
    const op = movable[at];
    if (!op) invoke();
    else if (op.done) complete(op);
    else takeEffect(op);
  }
  return historyOf(events);
}
