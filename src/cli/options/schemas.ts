/** Schemas for the values of options. Their messages complete the word "expected". */
import { z } from 'zod';
import { splitAim } from '../../../nemesis/aim.ts';
import { COMPRESSIONS, type Compression } from '../../history/compression.ts';
import { ZSTD } from '../../history/zstd.ts';
import type { TestPlan } from '../../store/records/plan.ts';

/** Text, such as a name. `expected`: `a name`. */
export function text(expected: string): z.ZodType<string> {
  return z.string(expected).min(1, expected);
}

export function wholeNumber(least: number, most: number): z.ZodType<number> {
  const expected = `a whole number from ${least} to ${most}`;
  return z.number(expected).int(expected).min(least, expected).max(most, expected);
}

export function atLeastZero(): z.ZodType<number> {
  return z.number('a number of at least 0').min(0, 'a number of at least 0');
}

export function seconds(): z.ZodType<number> {
  return z.number('a number of seconds above 0').positive('a number of seconds above 0');
}

export function yesOrNo(): z.ZodType<boolean> {
  return z.boolean('true or false');
}

const THREADS = 'a whole number of threads, or of threads per node such as 2n';

export function threads(): z.ZodType<number | string> {
  return z.union([z.int().min(1), z.string().regex(/^[1-9]\d{0,3}n?$/, THREADS)], THREADS);
}

export function oneOf<const T extends string>(allowed: readonly T[]): z.ZodType<T> {
  return z.enum(allowed, choice(allowed));
}

export function compression(): z.ZodType<'no' | Compression> {
  return oneOf(['no', ...COMPRESSIONS]).refine(how => how !== 'zstd' || ZSTD !== undefined, {
    error: `gzip, or Node.js 22.15, 23.8 or newer in place of ${process.version}`,
  });
}

/** A name among `allowed`, which may be empty. `other` describes what may be given instead of a name. */
export function nameOf(allowed: readonly string[], other: string): z.ZodType<string> {
  const expected = allowed.length === 0 ? other : `${choice(allowed)}, or ${other}`;
  return z.string(expected).refine(name => allowed.includes(name), {
    error: expected,
    params: { allowed },
  });
}

/** Lines of a configuration. A value has no space and no comma. */
export function assignments(): z.ZodType<readonly string[]> {
  const line = z.string(ASSIGNMENT).regex(/^[^\s=,]+=[^\s,]+$/, ASSIGNMENT);
  return z.array(line, `a list of: ${ASSIGNMENT}`).min(1, ASSIGNMENT);
}

const ASSIGNMENT = 'key=value, without spaces';

/** At least one name, each at most once. */
export function severalOf(allowed: readonly string[]): z.ZodType<readonly string[]> {
  return z
    .array(oneOf(allowed), `a list of: ${allowed.join(', ')}`)
    .min(1, choice(allowed))
    .refine(list => new Set(list).size === list.length, 'each name once');
}

/** At least one nemesis, each at most once, regardless of its aim. */
export function severalAimed(allowed: readonly string[]): z.ZodType<readonly string[]> {
  const nameIn = (text: string): string => splitAim(text).name;
  const text = z.string(choice(allowed)).refine(found => allowed.includes(nameIn(found)), {
    error: choice(allowed),
    params: { allowed, part: 'name' },
  });
  return z
    .array(text, `a list of: ${allowed.join(', ')}`)
    .min(1, choice(allowed))
    .refine(list => new Set(list.map(nameIn)).size === list.length, 'each name once');
}

/** At least one name, or the path of a file, which `isPath` recognizes. */
export function namesOrPaths(
  allowed: readonly string[],
  isPath: (name: string) => boolean,
): z.ZodType<readonly string[]> {
  const expected = `${choice(allowed)}, or the path of a module`;
  const name = z.string(expected).refine(found => allowed.includes(found) || isPath(found), {
    error: expected,
    params: { allowed },
  });
  return z.array(name, `a list of: ${expected}`).min(1, expected);
}

/** The schedule in a file, already read and checked. */
export function loadedSchedule(): z.ZodType<NonNullable<TestPlan['schedule']>> {
  return z.custom<NonNullable<TestPlan['schedule']>>(
    found => typeof found === 'object' && found !== null,
    'the path of a schedule',
  );
}

export const choice = (allowed: readonly string[]): string => `one of ${allowed.join(', ')}`;
