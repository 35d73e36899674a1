/** A line of history.jsonl, for its JSON Schema: src/history/jsonl.ts reads the lines, many times faster. */
import { z } from 'zod';
import { faultStamp } from './faults.ts';

const hex = z.string().regex(/^-?0x[0-9a-f]+$/i);

export const eventSchema: z.ZodType = z.object({
  index: z.int().min(0),
  type: z.enum(['invoke', 'ok', 'fail', 'info']),
  process: z.union([z.int().min(0), z.literal('nemesis')]),
  f: z.string(),
  value: z.json(),
  key: z.union([z.string(), z.number()]).exactOptional(),
  time: z.int().describe("nanoseconds since the run's origin"),
  node: z.string().exactOptional(),
  zxid: hex.exactOptional(),
  session: hex.exactOptional(),
  error: z.object({ name: z.string(), message: z.string().exactOptional() }).exactOptional(),
  fault: faultStamp.exactOptional().describe('what the completion of a nemesis began or ended'),
});
