import { describe, expect, test } from 'vitest';
import { otherServer } from '../../src/ensemble/other-server.ts';

describe('a release', () => {
  test.each(['3.4.6', '3.4.14', '3.5.0-alpha', '3.5.4-beta', '3.5.9', '3.10.0', '4.0.0'])(
    '%s can be named',
    version => expect(otherServer(version)).toEqual({ kind: 'release', version }),
  );

  test.each(['3.4.5', '3.3.9', '2.9.9', '3.9', '3.9.x', '3.9.6.1', 'v3.9.6', '3.9.6-SNAPSHOT'])(
    '%s cannot',
    text => expect(otherServer(text)).toBeUndefined(),
  );
});

describe('an archive', () => {
  test.each([
    ['./apache-zookeeper-3.9.4-bin.tar.gz', '3.9.4'],
    ['/builds/zookeeper-3.4.6.tar.gz', '3.4.6'],
    ['apache-zookeeper-3.10.0-SNAPSHOT-bin.tgz', '3.10.0-SNAPSHOT'],
    ['apache-zookeeper-3.5.4-beta-bin.tar.gz', '3.5.4-beta'],
  ])('%s is of %s', (file, version) =>
    expect(otherServer(file)).toEqual({ kind: 'archive', file, version }),
  );

  test.each(['./server.tar.gz', './zookeeper-bin.tar.gz'])('%s has no version', file =>
    expect(otherServer(file)).toBeUndefined(),
  );
});

test.each(['zookeeper:3.8', 'example.org/keeper', 'keeper@sha256:12'])('an image: %s', name =>
  expect(otherServer(name)).toEqual({ kind: 'named', name }),
);
