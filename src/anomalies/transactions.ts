/** Anomalies of transactions, under the names that Elle and Jepsen's bank test give them. */
export const ofTransactions = {
  G0: {
    definition: 'A cycle of writes that overwrite each other.',
    term: 'write cycle (G0)',
    source: 'Adya',
    title: 'Write cycle (G0)',
  },
  'G0-process': {
    definition: 'A cycle of writes that overwrite each other, counting the order of each process.',
    term: 'write cycle (G0)',
    source: 'Adya',
    title: 'Write cycle (G0-process)',
  },
  'G0-realtime': {
    definition: 'A cycle of writes that overwrite each other, counting real-time order.',
    term: 'write cycle (G0)',
    source: 'Adya',
    title: 'Write cycle (G0-realtime)',
  },
  G1c: {
    definition: 'A cycle of writes and of reads of those writes.',
    term: 'circular information flow (G1c)',
    source: 'Adya',
    title: 'Circular information flow (G1c)',
  },
  'G1c-process': {
    definition:
      'A cycle of writes and of reads of those writes, counting the order of each process.',
    term: 'circular information flow (G1c)',
    source: 'Adya',
    title: 'Circular information flow (G1c-process)',
  },
  'G1c-realtime': {
    definition: 'A cycle of writes and of reads of those writes, counting real-time order.',
    term: 'circular information flow (G1c)',
    source: 'Adya',
    title: 'Circular information flow (G1c-realtime)',
  },
  'G-single-item': {
    definition: 'A cycle with exactly one read that misses a later write.',
    term: 'read skew (G-single)',
    source: 'Adya',
    title: 'Read skew (G-single-item)',
  },
  'G-single-item-process': {
    definition:
      'A cycle with exactly one read that misses a later write, counting the order of each process.',
    term: 'read skew (G-single)',
    source: 'Adya',
    title: 'Read skew (G-single-item-process)',
  },
  'G-single-item-realtime': {
    definition:
      'A cycle with exactly one read that misses a later write, counting real-time order.',
    term: 'read skew (G-single)',
    source: 'Adya',
    title: 'Read skew (G-single-item-realtime)',
  },
  'G-nonadjacent-item': {
    definition: 'A cycle in which reads that miss a later write never follow each other.',
    term: 'G-nonadjacent',
    source: 'Elle',
  },
  'G-nonadjacent-item-process': {
    definition:
      'A cycle in which reads that miss a later write never follow each other, counting the order of each process.',
    term: 'G-nonadjacent',
    source: 'Elle',
  },
  'G-nonadjacent-item-realtime': {
    definition:
      'A cycle in which reads that miss a later write never follow each other, counting real-time order.',
    term: 'G-nonadjacent',
    source: 'Elle',
  },
  'G2-item': {
    definition: 'A cycle with several reads that miss a later write.',
    term: 'write skew (G2-item)',
    source: 'Adya',
    title: 'Write skew (G2-item)',
  },
  'G2-item-process': {
    definition:
      'A cycle with several reads that miss a later write, counting the order of each process.',
    term: 'write skew (G2-item)',
    source: 'Adya',
    title: 'Write skew (G2-item-process)',
  },
  'G2-item-realtime': {
    definition: 'A cycle with several reads that miss a later write, counting real-time order.',
    term: 'write skew (G2-item)',
    source: 'Adya',
    title: 'Write skew (G2-item-realtime)',
  },
  'empty-transaction-graph': {
    definition: 'No dependency between the transactions could be inferred.',
    term: 'empty transaction graph',
    source: 'Elle',
  },
  'cycle-exists': {
    definition: 'Transactions depend on each other in a cycle that a consistency model forbids.',
    term: 'cycle',
    source: 'Elle',
    title: 'Cycle of transactions',
  },
  G1a: {
    definition: 'A transaction read a value that only an aborted transaction wrote.',
    term: 'aborted read (G1a)',
    source: 'Adya',
    title: 'Aborted read (G1a)',
  },
  G1b: {
    definition: 'A transaction read a value that its writer overwrote in the same transaction.',
    term: 'intermediate read (G1b)',
    source: 'Adya',
    title: 'Intermediate read (G1b)',
  },
  internal: {
    definition: 'A read contradicts the earlier operations of its own transaction.',
    term: 'internal inconsistency',
    source: 'Elle',
    title: 'Contradiction within a transaction',
  },
  'future-read': {
    definition: 'A transaction read a value that it wrote only afterwards.',
    term: 'future read',
    source: 'Elle',
  },
  'garbage-read': {
    definition: 'A transaction read a value that nobody wrote.',
    term: 'garbage read',
    source: 'Elle',
  },
  'dirty-update': {
    definition: 'A committed transaction wrote on top of an aborted one.',
    term: 'dirty update',
    source: 'Elle',
  },
  'duplicate-elements': {
    definition: 'A list contains an element twice that was appended once.',
    term: 'duplicate elements',
    source: 'Elle',
  },
  'incompatible-order': {
    definition: 'Two reads of a list are no prefix of each other.',
    term: 'incompatible order',
    source: 'Elle',
  },
  'lost-update': {
    definition: 'Two transactions read one version of a key and both wrote the key.',
    term: 'lost update',
    source: 'Adya',
  },
  'wrong-total': {
    definition: 'The balances that were read do not add up to the total.',
    term: 'wrong total',
    source: 'Jepsen',
  },
  'negative-balance': {
    definition: 'A balance is below zero.',
    term: 'negative value',
    source: 'Jepsen',
  },
  'missing-balance': {
    definition: 'A read shows an account without a balance.',
    term: 'nil balance',
    source: 'Jepsen',
  },
  'unexpected-accounts': {
    definition: 'A read shows an account that does not exist.',
    term: 'unexpected key',
    source: 'Jepsen',
  },
} as const;
