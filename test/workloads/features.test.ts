import { expect, test } from 'vitest';
import { lacking } from '../../workloads/features.ts';

const RECONFIGURATION = { name: 'reconfiguration', why: 'it is not enabled here' };

const on = (server: string, target: Omit<Parameters<typeof lacking>[0], 'server'> = {}) =>
  lacking({ ...target, server }, 'multi reads', 'container and TTL znodes', 'reconfiguration').map(
    ({ name }) => name,
  );

test.each([
  ['3.4.13', ['multi reads', 'container and TTL znodes', 'reconfiguration']],
  ['zookeeper:3.4', ['multi reads', 'container and TTL znodes', 'reconfiguration']],
  ['registry/zookeeper:3.5.10-temurin', ['multi reads']],
  ['zookeeper:3.5.2', ['multi reads', 'container and TTL znodes']],
  ['3.8.0', []],
  ['zookeeper:latest', []],
  ['clickhouse/clickhouse-keeper:3.1', []],
])('%s lacks %j', (server, features) => expect(on(server)).toEqual(features));

test('a target may lack a feature that its servers have', () => {
  expect(on('3.9.6', { lacks: [RECONFIGURATION] })).toEqual(['reconfiguration']);
});

test('a model is the same whatever its server is called', () => {
  expect(on('3.4.13', { isModel: true, lacks: [RECONFIGURATION] })).toEqual(['reconfiguration']);
});

test('it says why', () => {
  const [skipped] = lacking({ server: '3.4.13' }, 'multi reads');
  expect(skipped?.why).toBe('3.4.13 has none: since 3.6.0 (ZOOKEEPER-3402)');
});
