/** The door `zoobreak/client`: what the client of a workload is made of. */

export { absentAs } from './client/absent.ts';
export { answered, refusalOf } from './client/answer.ts';
export { type Reader, strongly } from './client/reads.ts';
export { elsewhere, homeOf, roams } from './client/roaming.ts';
export {
  createSequential,
  inOrder,
  type Own,
  type Sequential,
  sequenceOf,
} from './client/sequential.ts';
export { ensureZnodes, sessionAt } from './client/session.ts';
export { type Expected, type WatchBell, watchBell } from './client/watch-bell.ts';
export type * from './contract.ts';
export type { CreateOptions } from './zookeeper/create.ts';
export type { MultiOp, MultiResult } from './zookeeper/multi.ts';
export { outcomeOf, type Reply } from './zookeeper/outcome.ts';
export { openSession, type Session, type SessionOptions } from './zookeeper/session.ts';
