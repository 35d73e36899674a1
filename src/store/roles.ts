/** roles.jsonl of a run's folder: the roles of its nodes over time. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLines } from './record-file.ts';
import type { RolesSeen } from './records/roles.ts';
import { FILES } from './results.ts';

export type { RolesSeen } from './records/roles.ts';

/** Appends one line. */
export function appendRoles(folder: string, { time, roles }: RolesSeen): void {
  appendFileSync(join(folder, FILES.roles), `${JSON.stringify({ time, roles })}\n`);
}

/** Reads the whole lines; none where there is no such file.
 * @throws StoreError naming the line that is not as its schema says. */
export async function readRoles(folder: string): Promise<readonly RolesSeen[]> {
  const { rolesSchema } = await import('./records/roles.ts');
  return readLines(join(folder, FILES.roles), rolesSchema);
}
