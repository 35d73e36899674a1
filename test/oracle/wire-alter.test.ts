import { expect, test } from 'vitest';
import { JuteReader } from '../../src/zookeeper/jute-reader.ts';
import { JuteWriter } from '../../src/zookeeper/jute-writer.ts';
import { pathOnly } from '../../src/zookeeper/request-records.ts';
import { altered, type Manner } from './wire-alter.ts';

/** What is read of eleven records with the paths 0 to 10. */
function paths(manner: Manner, path = 'path'): readonly string[] {
  const codec = altered(pathOnly, { path, manner });
  return Array.from({ length: 11 }, (_, at) => {
    const writer = new JuteWriter();
    codec.write(writer, { path: `${at}` });
    return pathOnly.read(new JuteReader(writer.takeFrame().subarray(4))).path;
  });
}

test('every tenth record is raised', () => {
  expect(paths('raised')).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '91', '10']);
});

test('every tenth record is emptied', () => {
  expect(paths('emptied')[9]).toBe('');
});

test('every tenth record has the value of the one before', () => {
  expect(paths('previous').slice(8)).toEqual(['8', '8', '10']);
});

test('a field that a record does not have is left alone', () => {
  expect(paths('raised', 'stat.version')[9]).toBe('9');
});
