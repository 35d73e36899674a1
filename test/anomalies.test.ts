import { readdir, readFile } from 'node:fs/promises';
import { GADGETS } from 'elle-ts-port';
import { describe, expect, test } from 'vitest';
import { ANOMALIES, anomalyTypeOf, isAnomalyType } from '../src/anomalies.ts';

const ROOT = new URL('..', import.meta.url).pathname;

/** The sources of all checkers of ours, joined. */
async function checkers(): Promise<string> {
  const folders = ['src/checker', 'workloads', 'elle-ts-port/src'];
  const texts = folders.map(async folder => {
    const names = await readdir(`${ROOT}${folder}`, { recursive: true });
    const sources = names.filter(name => name.endsWith('.ts'));
    return Promise.all(sources.map(name => readFile(`${ROOT}${folder}/${name}`, 'utf8')));
  });
  return (await Promise.all(texts)).flat().join('\n');
}

describe('the table of anomalies', () => {
  test('a type reads as words with hyphens, or is one of Adya and Elle', () => {
    for (const type of Object.keys(ANOMALIES)) expect(type).toMatch(/^(G|[a-z]+(-[a-z]+)*$)/);
  });

  test('no two types have one definition', () => {
    const definitions = Object.values(ANOMALIES).map(({ definition }) => definition);
    expect(new Set(definitions).size).toBe(definitions.length);
  });

  test('a definition is a sentence', () => {
    for (const { definition } of Object.values(ANOMALIES))
      expect(definition).toMatch(/^[A-Z].*\.$/);
  });

  test('every type is reported by a checker', async () => {
    const source = await checkers();
    const cycle = /^G.*-(process|realtime)$|^G(0|1c|-single-item|-nonadjacent-item|2-item)$/;
    const unused = Object.keys(ANOMALIES).filter(
      type => !cycle.test(type) && !new RegExp(`'${type}'|\\b${type}\\??:`).test(source),
    );
    expect(unused).toEqual([]);
  });

  test('contains every anomaly that the transactional checker names', () => {
    const lists = Object.values(GADGETS).filter(({ workload }) => workload === 'list-append');
    const shown = lists.flatMap(({ shows }) => shows);
    const named = shown.filter(type => !type.endsWith('-cycle-exists'));
    expect(named.filter(type => !isAnomalyType(type))).toEqual([]);
  });
});

test('a type that is not in the table -> an error that names it', () => {
  expect(anomalyTypeOf('lost-write')).toBe('lost-write');
  expect(() => anomalyTypeOf('two-faced')).toThrow('found "two-faced"');
  expect(isAnomalyType('toString')).toBe(false);
});
