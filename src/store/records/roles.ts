/** A line of roles.jsonl: the roles of all nodes, written whenever one of them has changed. */
import { z } from 'zod';
import type { Stored } from './parts.ts';

const roles = z.object({
  time: z.number().describe("nanoseconds since the run's origin"),
  roles: z.record(
    z.string(),
    z.enum(['leader', 'follower', 'observer', 'standalone', 'unknown', 'none']),
  ),
});

export type RolesSeen = Stored<z.infer<typeof roles>>;
export const rolesSchema: z.ZodType<RolesSeen> = roles;
