/** action.yml and the workflows of the documentation, held against GitHub's own schema. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readAction } from './kit/action-runner.ts';
import { errorsIn } from './kit/workflow-parser.ts';

const ROOT = new URL('..', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, ROOT), 'utf8');
const WORKFLOWS = readdirSync(new URL('docs/workflows', ROOT)).map(
  name => `docs/workflows/${name}`,
);

test('action.yml', () => {
  expect(errorsIn('action', 'action.yml', read('action.yml'))).toEqual([]);
  const wrong = read('action.yml').replace('using: composite', 'using: magic');
  expect(errorsIn('action', 'action.yml', wrong)).not.toEqual([]);
});

describe.each(WORKFLOWS)('%s', name => {
  test('keeps to the schema', () => {
    expect(errorsIn('workflow', name, read(name))).toEqual([]);
    const wrong = read(name).replace('runs-on: ubuntu-latest', 'runs-on-what: 7');
    expect(errorsIn('workflow', name, wrong)).not.toEqual([]);
  });

  test('gives the action inputs that it has', () => {
    const { jobs } = parse(read(name)) as {
      jobs: Record<string, { steps: { uses?: string; with?: object }[] }>;
    };
    const steps = Object.values(jobs).flatMap(job => job.steps);
    const ours = steps.filter(({ uses }) => uses?.startsWith('zoobreak/zoobreak@'));
    expect(ours.length).toBeGreaterThan(0);
    const inputs = Object.keys(readAction().inputs);
    for (const step of ours)
      expect(inputs).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
  });
});

test('there are workflows for a pull request, for the night and for a site', () =>
  expect(WORKFLOWS).toHaveLength(3));
