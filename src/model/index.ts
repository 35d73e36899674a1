/** Sequential specifications. */
export { fifoQueue } from './fifo-queue.ts';
export { type Call, type Model, UnknownOperation } from './model.ts';
export { mutex } from './mutex.ts';
export { casRegister, register } from './register.ts';
export { type ModelEntry, modelNamed, models } from './registry.ts';
export { type Versioned, versionedRegister } from './versioned-register.ts';
