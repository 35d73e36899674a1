/** Faults as nemeses declare them, in test.json and in history.jsonl: src/history/fault-stamp.ts has the types. */
import { z } from 'zod';
import { index } from './parts.ts';

const affects = z
  .array(z.enum(['servers', 'network', 'clocks', 'disks', 'clients', 'membership']))
  .describe('what may be disturbed while it is active');
const quorum = z
  .enum(['survives', 'may be lost'])
  .describe('whether a majority of the voters can work together while it is active');
const heal = z
  .string()
  .exactOptional()
  .describe('the f that ends it; absent for a momentary fault');

export const faultOperation = z.object({
  strike: z.string().describe('the f that starts the fault'),
  heal,
  affects,
  quorum,
  voids: z
    .boolean()
    .exactOptional()
    .describe('whether servers promise nothing any more once it has struck'),
  mixes: z
    .boolean()
    .exactOptional()
    .describe('whether servers of several versions serve while it is active'),
  crash: z.boolean().exactOptional().describe('whether it only ends the processes that it strikes'),
});

export const faultStamp = z.object({
  nemesis: z.string(),
  affects,
  quorum: quorum.exactOptional(),
  heal,
  healed: z
    .array(index)
    .exactOptional()
    .describe('completions of the strikes that the operation ended'),
  on: z
    .object({
      nodes: z.array(z.string()).exactOptional(),
      threads: z.array(z.int().min(0)).exactOptional(),
    })
    .exactOptional()
    .describe('what the operation acted on; absent: perhaps everything'),
});
