/** Options for how often runs are repeated, and what is printed about them. */
import type { ZodType } from 'zod';
import type { Compression } from '../../history/compression.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { isPath, splitOutput } from '../modules/reference.ts';
import { reporters } from '../output/reporter-registry.ts';
import type { Names, Schemas } from './row.ts';

export const output = {
  seed: {
    kind: 'number',
    value: '<integer>',
    group: 'Repetition',
    help: 'seed for every random choice; random, and printed, if omitted',
    schema: (s: Schemas): ZodType<number> => s.wholeNumber(-(2 ** 31), 2 ** 31 - 1),
    toPlan: (seed: number): Pick<TestPlan, 'seed'> => ({ seed }),
    fromPlan: ({ seed }: TestPlan): number => seed,
  },
  testCount: {
    kind: 'number',
    value: '<count>',
    group: 'Repetition',
    help: 'number of runs, each with the next seed: one after the other; on the sim, one per core at once',
    default: 1,
    schema: (s: Schemas): ZodType<number> => s.wholeNumber(1, 1_000_000),
  },
  leaveDbRunning: {
    kind: 'switch',
    group: 'Repetition',
    help: 'leave the ensemble up at the end (zoobreak clean removes it)',
    default: false,
    schema: (s: Schemas): ZodType<boolean> => s.yesOrNo(),
    toPlan: (leaveRunning: boolean): Pick<TestPlan, 'leaveRunning'> => ({ leaveRunning }),
  },
  compress: {
    kind: 'text',
    value: '<how>',
    group: 'Output',
    help: 'no, or store the history by gzip or zstd (Node.js 22.15, 23.8 or newer)',
    default: 'no',
    schema: (s: Schemas): ZodType<'no' | Compression> => s.compression(),
    toPlan: (how: 'no' | Compression): Pick<TestPlan, 'compress'> =>
      how === 'no' ? {} : { compress: how },
    fromPlan: ({ compress }: TestPlan): string | undefined => compress,
  },
  results: {
    kind: 'text',
    value: '<folder>',
    group: 'Output',
    help: 'the folder that runs are stored in',
    default: 'results',
    schema: (s: Schemas): ZodType<string> => s.text('the path of a folder'),
  },
  reporter: {
    kind: 'list',
    value: '<name|module>',
    group: 'Output',
    get help(): string {
      return `${reporters.map(({ name }) => name).join(', ')}, or a module of your own, each with =FILE where it writes to one (repeat, or separate by commas)`;
    },
    default: ['list'],
    schema: (s: Schemas, { reporters: names }: Names): ZodType<readonly string[]> =>
      s.namesOrPaths(names, text => isReporter(text, names)),
  },
  json: {
    kind: 'switch',
    group: 'Output',
    help: 'one JSON object on stdout, everything else on stderr',
    default: false,
    schema: (s: Schemas): ZodType<boolean> => s.yesOrNo(),
  },
  quiet: {
    kind: 'switch',
    group: 'Output',
    help: 'print no progress, only the result',
    default: false,
    schema: (s: Schemas): ZodType<boolean> => s.yesOrNo(),
  },
  verbose: {
    kind: 'switch',
    group: 'Output',
    help: 'details of what zoobreak does',
    default: false,
    schema: (s: Schemas): ZodType<boolean> => s.yesOrNo(),
  },
} as const;

/** `junit`, `./mine.ts`, `junit=build/junit.xml` */
function isReporter(text: string, names: readonly string[]): boolean {
  const { name, file } = splitOutput(text);
  return file !== '' && (names.includes(name) || isPath(name));
}
