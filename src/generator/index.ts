/** The generators: pure values that say what the workers do next. */
export { cycle, flipFlop, limit, once, sequence, untilOk } from './count.ts';
export { independentKeys } from './keys.ts';
export { any, mix, nemesisBeside, phases } from './mix.ts';
export { type Imagined, type Simulation, simulate } from './simulate.ts';
export { fromFunction, nothing, type Source } from './source.ts';
export { clients, eachProcess, eachThread, nemesis, reserve } from './threads.ts';
export { delay, stagger, timeLimit } from './time.ts';
