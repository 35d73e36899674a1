/** Lines that no healthy server prints are found; lines that servers under faults print are not. */
import { describe, expect, test } from 'vitest';
import { scanLog } from '../../../src/judge/servers/log-patterns.ts';

describe('found', () => {
  test.each([
    [
      'WARN DataTree - Message:Digests are not matching. Value is Zxid. Value:12884901889',
      'digest',
    ],
    ['ERROR DataTree - First digest mismatch on txn: 5', 'digest'],
    ['java.io.IOException: CRC corruption', 'CRC'],
    ['java.io.IOException: CRC check failed', 'CRC'],
    ['WARN ZKDatabase - Committed proposal cached out of order: 0x200000002', 'order'],
    ['ERROR Follower - Committing zxid 0x2 but next pending txn 0x1', 'another proposal'],
    ['ERROR FileTxnSnapLog - 12884902307(highestZxid) > 12884902304(next log) for type 5', 'log'],
    [
      'java.io.IOException: No snapshot found, but there are log entries. Something is broken!',
      'log',
    ],
    ['ERROR QuorumPeer - Unable to load database on disk', 'disk'],
    ['java.lang.NullPointerException: Cannot read field "hdr" because "pif" is null', 'exception'],
    ['java.lang.OutOfMemoryError: Java heap space', 'exception'],
  ])('%s', (line, meaning) => {
    expect(scanLog(['INFO starts', line])).toMatchObject([{ count: 1, number: 2, line }]);
    expect(scanLog([line])[0]?.meaning).toContain(meaning);
  });
});

describe('not found, since healthy servers print it under faults', () => {
  test.each([
    'WARN Learner - Got zxid 0x200000001 expected 0x1',
    'ERROR LearnerHandler - Unexpected exception in LearnerHandler: ',
    'java.net.SocketException: Broken pipe',
    'ERROR ZooKeeperCriticalThread - Severe unrecoverable error, from thread : FollowerRequestProcessor:2',
    'INFO ZKDatabase - Snapshot loaded in 3 ms, highest zxid is 0x5, digest is 1234',
    'java.nio.channels.CancelledKeyException',
    'java.lang.NullPointerException: Cannot invoke "java.net.Socket.isClosed()" because "this.learner.sock" is null',
    'java.lang.NullPointerException: Cannot invoke "java.nio.channels.SocketChannel.socket()" because "sc" is null',
  ])('%s', line => expect(scanLog([line])).toEqual([]));
});

test('lines of one meaning are one finding, with the first of them', () => {
  const lines = [
    '',
    'CRC check failed: a',
    'CRC check failed: b',
    'Unable to load database on disk',
  ];
  expect(scanLog(lines)).toMatchObject([
    { count: 2, number: 2, line: 'CRC check failed: a' },
    { count: 1, number: 4 },
  ]);
});
