/** The znodes that a reply shows: path and stat, also of the parts of a multi. */
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
