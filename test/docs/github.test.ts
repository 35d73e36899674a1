/** .github/: what a host of the repository reads, and nobody else would miss. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FORMS = '.github/ISSUE_TEMPLATE/';
const read = (path: string): string => readFileSync(ROOT + path, 'utf8');

test('a push and a pull request run .ci/run, also on the oldest Node.js that is supported', () => {
  const { on, jobs } = parse(read('.github/workflows/ci.yml'));
  expect(Object.keys(on)).toEqual(['push', 'pull_request']);
  expect(jobs.test.steps.at(-1)).toEqual({ run: '.ci/run' });
  const least = JSON.parse(read('package.json')).engines.node.replace('>=', '');
  expect(jobs.test.strategy.matrix.node).toContain(least);
  expect(jobs.test.strategy.matrix.node).toContain(read('.nvmrc').trim());
});

describe.each(readdirSync(ROOT + FORMS).filter(name => name !== 'config.yml'))('%s', name => {
  const { name: title, description, body } = parse(read(FORMS + name));
  test('has a title, and fields with names of their own, one of which must be filled in', () => {
    expect([title, description].every(text => typeof text === 'string')).toBe(true);
    const fields: readonly { id: string; validations?: { required: boolean } }[] = body.filter(
      ({ type }: { type: string }) => type !== 'markdown',
    );
    const ids = fields.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(fields.some(({ validations }) => validations?.required)).toBe(true);
  });
});
