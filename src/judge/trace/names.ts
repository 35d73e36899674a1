/** The checks that every run with a trace gets, without their code: the thread that hands out tasks needs none. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Checker } from '../../contract.ts';
import { FILES } from '../../store/results.ts';

export const TRACE_CHECKS = ['replay', 'sessions', 'servers', 'harness'] as const;
export type TraceCheck = (typeof TRACE_CHECKS)[number];

interface TraceCheckFacts extends Pick<Checker, 'perKey'> {
  readonly name: TraceCheck;
}

/** Returns the checks of the run stored at `folder`; none where it has no trace. */
export function traceChecks(folder: string): readonly TraceCheckFacts[] {
  if (!existsSync(join(folder, FILES.trace))) return [];
  return TRACE_CHECKS.map(name => ({ name, perKey: false }));
}
