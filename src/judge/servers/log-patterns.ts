/** Messages that no healthy server prints, under any fault of its network, its process or its clock. The logs
 * of 134 valid runs of 3.4.13, 3.8.0, 3.9.3 and 3.9.6 under such faults were searched. Only four, of 3.8.0
 * and 3.9.3, held any: digests that differ, of which ZOOKEEPER-4925 is a known cause in 3.9.3. So did those
 * of 34 of 78 invalid runs. Source: the sources of ZooKeeper, by the names of the classes. */

interface LogPattern {
  /** Found in one line. */
  readonly pattern: RegExp;
  /** Completes "n1 logs 3 times that ...". */
  readonly meaning: string;
}

const LOG_PATTERNS: readonly LogPattern[] = [
  {
    // DataTree.reportDigestMismatch
    pattern: /igest mismatch on txn|Digests are not matching/,
    meaning: 'its tree differs from that of its leader (digest mismatch)',
  },
  {
    // FileTxnLog.FileTxnIterator, SnapStream.checkSealIntegrity
    pattern: /CRC check failed|CRC corruption/,
    meaning: 'a file of its disk is damaged (CRC)',
  },
  {
    // ZKDatabase.addCommittedProposal
    pattern: /Committed proposal cached out of order/,
    meaning: 'it keeps committed proposals out of their order',
  },
  {
    // FollowerZooKeeperServer.commit, Leader.tryToCommit
    pattern: /but next pending txn|noy first!|not first!|without seeing txn/,
    meaning: 'a commit came for another proposal than the next',
  },
  {
    // FileTxnSnapLog.fastForwardFromEdits, FileTxnSnapLog.restore
    pattern: /\(highestZxid\) > |No snapshot found, but there are log entries/,
    meaning: 'its log does not fit its snapshot',
  },
  {
    // QuorumPeer.loadDataBase
    pattern: /Unable to load database on disk/,
    meaning: 'it could not read what it had on its disk',
  },
  {
    // Any class
    pattern:
      /java\.lang\.(NullPointer|ClassCast|\w*IndexOutOfBounds)Exception|java\.lang\.\w*Error\b/,
    meaning: 'its code failed with an exception that nothing should cause',
  },
];

/** Servers that are being shut down print it, and lose nothing by it: a field is gone before the thread that reads it. */
const HARMLESS =
  /"this\.learner\.sock" is null|self\.leader" is null|"sc" is null|Cannot invoke "[^"]*Learner\.validateSession\([^"]*" because/;

export interface LogFinding {
  readonly meaning: string;
  readonly count: number;
  /** The first line that says it, and its number. */
  readonly line: string;
  readonly number: number;
}

/** Returns what a server's log says that no healthy server would say, the first of each kind with their number. */
export function scanLog(lines: Iterable<string>): readonly LogFinding[] {
  const found = new Map<string, LogFinding>();
  let number = 0;
  for (const line of lines) {
    number++;
    const meaning = LOG_PATTERNS.find(({ pattern }) => pattern.test(line))?.meaning;
    if (meaning === undefined || HARMLESS.test(line)) continue;
    const before = found.get(meaning) ?? { meaning, count: 0, line, number };
    found.set(meaning, { ...before, count: before.count + 1 });
  }
  return [...found.values()];
}
