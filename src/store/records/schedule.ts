/** schedule.yaml: the faults of a run, step by step, as they were recorded or written by hand. */
import { z } from 'zod';
import type { Stored } from './parts.ts';

const MOST_STEPS = 1_000;
const MOST_CHARACTERS = 400;

const text = z.string().min(1).max(MOST_CHARACTERS);
const duration = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,3})? ?(ms|s|min)$/)
  .describe('a number and ms, s or min: `2 s`');
const condition = text.describe('a condition (docs/schedules.md)');

const step = z
  .strictObject({
    at: duration.exactOptional().describe('not before, from the beginning of the load'),
    after: duration.exactOptional().describe('not before, from the end of the step before'),
    when: condition.exactOptional().describe('not before this holds'),
    strike: text.exactOptional().describe('a nemesis, with its aim: `kill:leader`'),
    heal: text.exactOptional().describe('a nemesis whose faults are healed'),
    operation: text
      .exactOptional()
      .describe('the name of the strike or heal, of a nemesis that has several'),
    value: z
      .unknown()
      .exactOptional()
      .describe('the value of the operation; absent: chance decides'),
    until: condition.exactOptional().describe('the step is over when this holds'),
    struck: z
      .array(z.union([z.string().max(MOST_CHARACTERS), z.int()]))
      .max(MOST_CHARACTERS)
      .exactOptional()
      .describe('recorded, and not read: the nodes or client threads that were struck'),
  })
  .describe('what is done, once all that is said of the time holds');

export const steps = z.array(step).max(MOST_STEPS);

const schedule = z.strictObject({ schema: z.literal(1), steps });

export type ScheduleStep = Stored<z.infer<typeof step>>;
export type Schedule = Stored<z.infer<typeof schedule>>;
export const scheduleSchema: z.ZodType<Schedule> = schedule;

/** The keys of a step. */
export const STEP_KEYS: readonly string[] = Object.keys(step.shape);
