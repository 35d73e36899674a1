/** Which znodes a request changes. */
import { isWrite } from './model/multi.ts';
import { parentOf } from './model/paths.ts';
import type { Operation } from './operations.ts';
import { changesList } from './shown.ts';
import type { MultiPart, SetAclRequest, TraceRequest } from './trace.ts';

/** Returns the paths of the znodes that a request changes, with the parents whose lists it changes. */
export function pathsOf(operation: Operation): readonly string[] {
  return writesOf(operation).flatMap(changedBy);
}

/** Returns the writes of a request: the parts of a multi, or itself if it is one. */
export function writesOf({ request }: Operation): readonly (MultiPart | SetAclRequest)[] {
  if (request.f === 'multi') return request.parts;
  return isWrite(request) ? [request] : [];
}

/** The znode itself, and its parent if the list of children changes; `#` ends the prefix of a sequential name. */
function changedBy(request: MultiPart | SetAclRequest): readonly string[] {
  if (request.f === 'check') return [];
  if (request.f === 'setData' || request.f === 'setACL') return [request.path];
  const parent = parentOf(request.path);
  return [isSequential(request) ? `${request.path}#` : request.path, parent];
}

export const isSequential = (request: TraceRequest): boolean =>
  'flags' in request && [2, 3, 6].includes(request.flags);

/** Returns the paths of the znodes that a request changes, without their parents; of a sequential one the prefix. */
export function pathsWithin(operation: Operation): readonly string[] {
  return writesOf(operation).map(({ path }) => path);
}

/** Returns the paths of the znodes that a request changes, without their parents and sequential ones. */
export function ownPaths(operation: Operation): readonly string[] {
  return writesOf(operation)
    .filter(part => part.f !== 'check' && !isSequential(part))
    .map(({ path }) => path);
}

/** Tests whether a multi creates a znode and deletes it again: a read that does not show it says nothing of the multi. */
export function deletesLast(operation: Operation, path: string): boolean {
  const parts = writesOf(operation).filter(part => part.path === path);
  return parts.length > 1 && parts.at(-1)?.f === 'delete';
}

/** Tests whether a request creates a znode that goes with its session. */
export function createsEphemeral(operation: Operation): boolean {
  return writesOf(operation).some(
    part => 'flags' in part && (part.flags === 1 || part.flags === 3),
  );
}

/** Tests whether a request makes or deletes znodes. */
export function changesLists(operation: Operation): boolean {
  return writesOf(operation).some(changesList);
}
