/** Anomalies of sessions, their ephemeral znodes, their watches, and what servers accept from them. */
export const ofSessions = {
  'read-your-writes': {
    definition: 'A session does not read its own earlier write, or a later one.',
    term: 'read your writes',
    source: 'Terry',
    title: 'Own write not read',
  },
  'monotonic-reads': {
    definition: 'A session sees an older state than it has seen before.',
    term: 'monotonic reads; single system image',
    source: 'Terry',
    title: 'Older state after a newer one',
  },
  'monotonic-writes': {
    definition: 'A write of a session is ordered no later than an earlier write of the session.',
    term: 'monotonic writes',
    source: 'Terry',
    title: 'Writes of a session out of order',
  },
  'writes-follow-reads': {
    definition: 'A write of a session is ordered no later than a state that the session had read.',
    term: 'writes follow reads',
    source: 'Terry',
    title: 'Write ordered before an earlier read',
  },
  'fifo-client-order': {
    definition:
      'A write took effect although an earlier request of its session, over the same connection, did not.',
    term: 'FIFO client order',
    source: 'Hunt',
    title: 'Requests of a session out of order',
  },
  'mismatched-reply': {
    definition: "A reply does not answer the oldest open request of its session's connection.",
    term: 'FIFO client order',
    source: 'Hunt',
  },
  'skipped-reply': {
    definition:
      'A request was answered although one that was sent before it, over the same connection, was not.',
    term: 'FIFO client order',
    source: 'Hunt',
  },
  'dead-session': {
    definition: 'An operation of a session took effect after the session had ended.',
    term: 'session expiry',
    source: 'Guide',
    title: 'Ended session served',
  },
  'early-expiry': {
    definition:
      'A session expired although its client was heard within the timeout and no fault was active.',
    term: 'session expiry',
    source: 'Guide',
  },
  'late-expiry': {
    definition:
      'A session was resumed long after its timeout, although its client was silent and no fault was active.',
    term: 'session expiry',
    source: 'Guide',
  },
  'refused-session': {
    definition:
      'Servers hung up on a client that came back to its session in time with its password, again and again, and no fault was active.',
    term: 'session',
    source: 'Guide',
  },
  'late-removal': {
    definition:
      'A container without its last child, or a TTL znode that nobody wrote to for its time, was still there long after, and no fault was active.',
    term: 'container node; TTL node',
    source: 'Guide',
  },
  'lost-ephemeral': {
    definition: 'An ephemeral znode was removed while its session was alive.',
    term: 'ephemeral node',
    source: 'Guide',
  },
  'ghost-ephemeral': {
    definition:
      'An ephemeral znode is shown after its owner deleted it, or long after its session ended.',
    term: 'ephemeral node',
    source: 'Guide',
  },
  'wrong-owner': {
    definition: 'A server shows an ephemeral znode as owned by another session than its creator.',
    term: 'ephemeral owner',
    source: 'Guide',
  },
  'late-event': {
    definition:
      'A session saw a change before it received the event of the watch that it had left.',
    term: 'ordered watch events',
    source: 'Watches',
  },
  'missed-event': {
    definition: 'A watched znode changed, and the event never arrived.',
    term: 'watch event',
    source: 'Watches',
  },
  'phantom-event': {
    definition: 'An event arrived for which no watch was set, or whose watch had fired already.',
    term: 'one-shot watch',
    source: 'Watches',
  },
  'duplicate-event': {
    definition: 'A persistent watch delivered more events than there were changes.',
    term: 'persistent watch',
    source: 'Watches',
  },
  'spurious-event': {
    definition: 'A watch fired although nothing had changed.',
    term: 'watch event',
    source: 'Watches',
  },
  'wrong-event': {
    definition: 'An event announces another change than the one that its watch waits for.',
    term: 'watch event',
    source: 'Watches',
  },
  'event-order': {
    definition: 'Events did not arrive in the order of the zxids of their changes.',
    term: 'ordered watch events',
    source: 'Watches',
    title: 'Events out of order',
  },
  'unauthorized-access': {
    definition: 'An operation succeeded although no ACL that may have been active permits it.',
    term: 'access control',
    source: 'Guide',
  },
  'wrongful-denial': {
    definition: 'An operation was denied although every ACL that may have been active permits it.',
    term: 'access control',
    source: 'Guide',
  },
  'late-revocation': {
    definition: 'An operation succeeded by an ACL that had already been replaced.',
    term: 'access control',
    source: 'Guide',
  },
  'late-grant': {
    definition: 'An operation was denied by an ACL that had already been replaced.',
    term: 'access control',
    source: 'Guide',
  },
  'over-limit-accepted': {
    definition: 'A server accepted data longer than the limit.',
    term: 'jute.maxbuffer',
    source: 'Limits',
  },
  'within-limit-refused': {
    definition: 'A server refused data within the limit while no fault was active.',
    term: 'jute.maxbuffer',
    source: 'Limits',
  },
  'inconsistent-limit': {
    definition: 'One server accepted data that is at least as long as data another server refused.',
    term: 'jute.maxbuffer',
    source: 'Limits',
  },
  'needless-election': {
    definition: 'Another leader was elected while no fault was active.',
    term: 'leader election',
    source: 'Hunt',
  },
  unanswered: {
    definition:
      'A request received no answer, although no fault had been active for long, or the server answered what was sent later.',
    term: 'availability; wait-freedom',
    source: 'Hunt',
    title: 'Unanswered request',
  },
} as const;
