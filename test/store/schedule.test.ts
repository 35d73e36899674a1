import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  readSchedule,
  type ScheduleStep,
  scheduleText,
  writeSchedule,
} from '../../src/store/schedule.ts';
import { StoreError } from '../../src/store/store-error.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-schedule-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function failureOf(text: string): Promise<string> {
  const path = join(folder, 'bad.yaml');
  await writeFile(path, text);
  const found = await readSchedule(path).catch((error: unknown) => error);
  return found instanceof StoreError ? found.message.replace(path, 'bad.yaml') : 'read';
}

const STEPS: readonly ScheduleStep[] = [
  {
    at: '1.5 s',
    strike: 'partition',
    value: { shape: 'one', grudge: { n1: ['n2'] } },
    struck: ['n1'],
  },
  { when: 'log says "a: b" on n1', heal: 'partition', until: 'serving' },
  {
    after: '2 s',
    strike: 'client',
    operation: 'cut-client',
    value: { threads: [] },
    struck: [0, 2],
  },
];

test('what is written is what is read', async () => {
  await writeSchedule(folder, STEPS);
  expect(await readSchedule(join(folder, 'schedule.yaml'))).toEqual({ schema: 1, steps: STEPS });
});

test('no steps', async () => {
  await writeSchedule(folder, []);
  expect(await readSchedule(join(folder, 'schedule.yaml'))).toEqual({ schema: 1, steps: [] });
});

test('a step is a block, its value and its victims are a line each', async () =>
  expect(await scheduleText(STEPS.slice(0, 1))).toBe(
    [
      'schema: 1',
      'steps:',
      '  - at: 1.5 s',
      '    strike: partition',
      '    value: { shape: one, grudge: { n1: [ n2 ] } }',
      '    struck: [ n1 ]',
      '',
    ].join('\n'),
  ));

describe('hostile files are refused', () => {
  const step = (text: string): string => `schema: 1\nsteps:\n  - ${text}\n`;
  const REMEDY = 'docs/schedules.md says what a schedule holds.';

  test.each([
    ['no YAML', 'schema: [1', 'expected YAML'],
    ['nothing', '', 'expected object, found null'],
    ['another version', 'schema: 2\nsteps: []', 'schema: expected 1, found 2'],
    ['no steps', 'schema: 1', 'steps: expected array, found nothing'],
    ['a duration without a unit', step('at: 3'), 'steps[0].at: expected string, found 3'],
    ['a duration of years', step('at: 9999999 s'), 'steps[0].at: expected text that matches'],
    ['a negative time', step('after: -1 s'), 'steps[0].after: expected text that matches'],
    ['an unknown key', step('wen: serving'), 'found wen'],
    ['a text for victims', step('struck: n1'), 'steps[0].struck: expected array, found "n1"'],
    [
      'a long name',
      step(`strike: ${'x'.repeat(500)}`),
      'steps[0].strike: expected string to have <=400 characters',
    ],
    ['two keys of one name', step('heal: kill\n    heal: pause'), 'expected YAML'],
    ['an alias', 'schema: 1\na: &a [x]\nsteps: [*a]', 'expected YAML'],
    [
      'aliases that multiply',
      `schema: 1\na: &a [x, x]\nb: &b [*a, *a]\nsteps: [*b, *b]`,
      'expected YAML',
    ],
    ['deep nesting', step(`value: ${'['.repeat(50_000)}`), 'expected YAML'],
    [
      'too many steps',
      `schema: 1\nsteps: [${'{},'.repeat(1_001)}]`,
      'steps: expected array to have <=1000 items',
    ],
    ['a megabyte', `# ${'x'.repeat(1 << 20)}`, 'it has more than 1048576 bytes'],
  ])('%s', async (_, text, message) => expect(await failureOf(text)).toContain(message));

  test('each says where to read more', async () =>
    expect(await failureOf('schema: 1')).toContain(REMEDY));

  test('a folder, and what does not exist', async () => {
    await expect(readSchedule(folder)).rejects.toThrow('it is no file');
    await expect(readSchedule(join(folder, 'none.yaml'))).rejects.toThrow('found nothing');
  });
});
