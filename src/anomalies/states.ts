/** Anomalies of values, orders and replicas. */
export const ofStates = {
  nonlinearizable: {
    definition: 'No order of the operations explains what clients saw.',
    term: 'linearizability',
    source: 'Herlihy',
    title: 'Not linearizable',
  },
  'lost-write': {
    definition:
      'A write that was acknowledged, or seen, is missing from a later state that must contain it.',
    term: 'durability',
    source: 'Guarantees',
  },
  'stale-read': {
    definition:
      'A read that must be up to date misses a write that was acknowledged, or seen, before the read began.',
    term: 'stale read',
    source: 'Jepsen',
  },
  phantom: {
    definition:
      'A value or znode was seen that nobody had tried to write by then, or only a write that failed.',
    term: 'phantom; aborted read (G1a)',
    source: 'Adya',
    title: 'Phantom value',
  },
  'wrong-reply': {
    definition: 'A field of a reply is not that of the state at the zxid of the reply.',
    term: 'state machine replication',
    source: 'Guarantees',
  },
  'wrong-error': {
    definition:
      'A request was refused, or granted, where the state at its zxid demands another outcome.',
    term: 'state machine replication',
    source: 'Guarantees',
  },
  duplicate: {
    definition: 'A request took effect twice, or one value, number or version was given out twice.',
    term: 'duplicate; exactly once',
    source: 'Henzinger',
  },
  'data-corruption': {
    definition: 'The data that was read differs from the data that was written.',
    term: 'data corruption',
    source: 'Guarantees',
  },
  'real-time-order': {
    definition:
      'A write completed before another was invoked, and the server orders them the other way round.',
    term: 'real-time order',
    source: 'Herlihy',
    title: 'Order against real time',
  },
  'zxid-order': {
    definition:
      'Versions, counts or sequence numbers do not grow in the order of the zxids of their changes.',
    term: 'total order of changes (zxid)',
    source: 'Guide',
    title: 'Zxids out of order',
  },
  'conflicting-zxid': {
    definition: 'One change is shown with two zxids, or one zxid with two changes.',
    term: 'unique zxid for each change',
    source: 'Guide',
  },
  'conflicting-version': {
    definition: 'One version of a znode or of the configuration is shown with two contents.',
    term: 'version of a znode',
    source: 'Guide',
  },
  'replica-divergence': {
    definition:
      'A server that has processed the zxid of a change does not show the change, and another server does.',
    term: 'single system image',
    source: 'Guarantees',
    title: 'Servers diverge',
  },
  'write-without-quorum': {
    definition: 'A write was acknowledged while no majority of the voters could be reached.',
    term: 'quorum',
    source: 'Hunt',
  },
  'false-success': {
    definition:
      'An operation was acknowledged that cannot be done, or whose own reply shows that it was not done.',
    term: 'conditional update; atomicity',
    source: 'Guarantees',
  },
  'partial-multi': {
    definition: 'Some parts of a multi took effect and others did not, or at another zxid.',
    term: 'atomicity',
    source: 'Guarantees',
    title: 'Partial multi',
  },
  'fractured-read': {
    definition:
      'A session saw one part of a multi, then another znode of the same multi as it was before.',
    term: 'fractured read',
    source: 'Bailis',
  },
} as const;
