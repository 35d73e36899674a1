/** The znodes that a reply shows: path and stat, also of the parts of a multi. */
import { parentOf } from './model/paths.ts';
import type { TraceRequest, TraceResult } from './trace.ts';

/** Requests whose path is no znode that the reply shows. */
const showsNothing: ReadonlySet<string> = new Set([
  'getEphemerals',
  'getAllChildrenNumber',
  'sync',
  'addWatch',
  'checkWatches',
  'removeWatches',
]);

/** Calls `visit` for each znode of a successful reply. */
export function eachShown(
  request: TraceRequest,
  result: TraceResult,
  visit: (path: string, result: TraceResult) => void,
): void {
  if (request.f === 'multi' || request.f === 'multiRead') {
    for (const [at, part] of request.parts.entries()) {
      const own = result.parts?.[at];
      if (own !== undefined) visit(own.path ?? part.path, own);
    }
  } else if ('path' in request && !showsNothing.has(request.f)) {
    visit(result.path ?? request.path, result);
  }
}

/** Returns the paths whose history may explain a difference. */
export function pathsOf(request: TraceRequest, result: TraceResult | undefined): readonly string[] {
  const parts = request.f === 'multi' || request.f === 'multiRead' ? request.parts : [request];
  const paths = parts.flatMap(part => {
    if (!('path' in part)) return [];
    return changesList(part) ? [part.path, parentOf(part.path)] : [part.path];
  });
  const own = result?.path === undefined ? [] : [result.path];
  const listed = request.f === 'getEphemerals' ? (result?.children ?? []) : [];
  return [...new Set([...paths, ...own, ...listed])];
}

/** Tests whether a request, if it succeeds, makes or deletes a znode of its path. */
export const changesList = ({ f }: TraceRequest): boolean =>
  f.startsWith('create') || f === 'delete';
