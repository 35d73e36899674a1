/** Anomalies of queues, locks, elections and barriers. */
export const ofRecipes = {
  'queue-order': {
    definition: 'A value was dequeued before another that was enqueued earlier.',
    term: 'FIFO order (VOrd)',
    source: 'Henzinger',
    title: 'Queue out of order',
  },
  'priority-order': {
    definition: 'A value was dequeued while a more urgent one was in the queue.',
    term: 'priority order',
    source: 'Recipes',
    title: 'Less urgent first',
  },
  'false-empty': {
    definition: 'A dequeue found the queue empty while at every moment a value was in it.',
    term: 'witness of emptiness (VWit)',
    source: 'Henzinger',
  },
  'mutual-exclusion': {
    definition: 'More clients than allowed were let in at the same time by the service.',
    term: 'mutual exclusion',
    source: 'Recipes',
    title: 'Too many holders',
  },
  'first-come-first-served': {
    definition: 'A client was let in before others that stood in line before it.',
    term: 'first come, first served',
    source: 'Lamport',
    title: 'Overtaken in line',
  },
  starvation: {
    definition: 'A client that kept asking was not let in for a long time after all faults ended.',
    term: 'starvation',
    source: 'Lamport',
  },
  'stale-belief': {
    definition:
      'A client acted as holder after another was let in, where fencing is claimed to prevent it.',
    term: 'fencing token',
    source: 'Fencing',
  },
  'early-passage': {
    definition: 'A process passed a barrier that was up, or before every member had come.',
    term: 'barrier',
    source: 'Recipes',
  },
  'early-exit': {
    definition: 'A member left a double barrier before another member had asked to leave.',
    term: 'double barrier',
    source: 'Recipes',
  },
} as const;
