/** What the model needs to decide one request. */
import type { Features } from '../features.ts';
import type { TraceAcl, WatchEventName } from '../trace.ts';
import { type Asker, permits } from './acl.ts';
import type { Tree } from './tree.ts';
import type { TxnTime, Znode } from './znode.ts';

/** A change of the tree, as watches are notified of it, in the order in which the server notifies them. */
export interface Change {
  readonly type: WatchEventName;
  readonly path: string;
  readonly zxid: number;
  /** The list that decides who may see the event; undefined if it is not certain. */
  readonly acl: readonly TraceAcl[] | undefined;
}

export interface Context {
  readonly tree: Tree;
  readonly features: Features;
  readonly session: bigint;
  readonly who: Asker;
  /** The zxid of the transaction; for a read, of the state. */
  readonly zxid: number;
  readonly time: TxnTime;
  /** Receives the changes, in order. */
  readonly changes: Change[];
  /** Receives what reverts each change; the last one first. */
  readonly undo: (() => void)[];
  /** The list by which to decide about a znode. Default: its own. */
  readonly listOf: ((node: Znode) => readonly TraceAcl[]) | undefined;
  /** Tests whether a znode counts as one with children although it has none. Default: none does. */
  readonly isFull: ((path: string) => boolean) | undefined;
  /** Whether a permission that the trace leaves open is granted. */
  readonly grants: boolean;
  /** Set if an ACL decision depends on the client's address or on a list that the trace leaves open. */
  unsure: boolean;
}

export function mayDo(context: Context, node: Znode, wanted: number): boolean {
  const permit = permits(context.listOf?.(node) ?? node.acl, wanted, context.who);
  if (permit !== 'unknown' && !node.unknown.includes('acl')) return permit;
  context.unsure = true;
  return context.grants || permit === true;
}

/** Reverts everything that was done in the context. */
export function revert(context: Context): void {
  for (let step = context.undo.pop(); step !== undefined; step = context.undo.pop()) step();
  context.changes.length = 0;
}
