/** Operations that are possible one after the other on a model, and twins of them that are not. */

/** `f`, process, input, output; an output that is absent means that it never returned. */
export type Step = readonly [f: string, process: number, input?: unknown, output?: unknown];

/** Twins that differ in one operation. */
export const twins: readonly [name: string, initial: unknown, good: Step[], bad: Step[]][] = [
  [
    'register',
    0,
    [
      ['write', 0, 1, 1],
      ['read', 1, null, 1],
    ],
    [
      ['write', 0, 1, 1],
      ['read', 1, null, 0],
    ],
  ],
  ['cas-register', 0, [['cas', 0, [0, 1], null]], [['cas', 0, [1, 0], null]]],
  [
    'versioned-register',
    null,
    [
      ['write', 0, 5, [0, 5]],
      ['cas', 0, [5, 6], [1, 6]],
    ],
    [
      ['write', 0, 5, [0, 5]],
      ['cas', 0, [5, 6], [2, 6]],
    ],
  ],
  ['versioned-register', null, [['read', 0, null, [-1, null]]], [['read', 0, null, [0, null]]]],
  [
    'append-kv',
    '',
    [
      ['append', 0, 'a', 'a'],
      ['append', 0, 'b', 'b'],
      ['get', 1, null, 'ab'],
    ],
    [
      ['append', 0, 'a', 'a'],
      ['append', 0, 'b', 'b'],
      ['get', 1, null, 'ba'],
    ],
  ],
  [
    'mutex',
    null,
    [
      ['acquire', 0, null, null],
      ['release', 1, null, null],
      ['acquire', 1, null, null],
    ],
    [
      ['acquire', 0, null, null],
      ['acquire', 1, null, null],
    ],
  ],
  [
    'owned-mutex',
    null,
    [
      ['acquire', 0, null, null],
      ['release', 0, null, null],
    ],
    [
      ['acquire', 0, null, null],
      ['release', 1, null, null],
    ],
  ],
  [
    'reentrant-mutex',
    null,
    [
      ['acquire', 0, null, null],
      ['acquire', 0, null, null],
      ['release', 0, null, null],
      ['release', 0, null, null],
      ['acquire', 1, null, null],
    ],
    [
      ['acquire', 0, null, null],
      ['acquire', 0, null, null],
      ['release', 0, null, null],
      ['acquire', 1, null, null],
    ],
  ],
  [
    'fenced-mutex',
    null,
    [
      ['acquire', 0, null, 3],
      ['release', 0, null, null],
      ['acquire', 1, null, 4],
    ],
    [
      ['acquire', 0, null, 3],
      ['release', 0, null, null],
      ['acquire', 1, null, 3],
    ],
  ],
  [
    'read-write-lock',
    null,
    [
      ['acquire-read', 0, null, null],
      ['acquire-read', 1, null, null],
    ],
    [
      ['acquire-read', 0, null, null],
      ['acquire-write', 1, null, null],
    ],
  ],
  [
    'semaphore',
    2,
    [
      ['acquire', 0, null, null],
      ['acquire', 1, null, null],
    ],
    [
      ['acquire', 0, 2, null],
      ['acquire', 1, null, null],
    ],
  ],
  [
    'fifo-queue',
    null,
    [
      ['enqueue', 0, 1, 1],
      ['enqueue', 0, 2, 2],
      ['dequeue', 1, null, 1],
    ],
    [
      ['enqueue', 0, 1, 1],
      ['enqueue', 0, 2, 2],
      ['dequeue', 1, null, 2],
    ],
  ],
  [
    'unordered-queue',
    null,
    [
      ['enqueue', 0, 1, 1],
      ['enqueue', 0, 2, 2],
      ['dequeue', 2],
      ['dequeue', 1, null, 2],
    ],
    [
      ['enqueue', 0, 1, 1],
      ['dequeue', 2],
      ['dequeue', 1, null, 1],
    ],
  ],
  [
    'unordered-queue',
    null,
    [
      ['enqueue', 0, 1, 1],
      ['dequeue', 2],
      ['dequeue', 1, null, null],
    ],
    [
      ['enqueue', 0, 1, 1],
      ['dequeue', 1, null, null],
    ],
  ],
  [
    'priority-queue',
    null,
    [
      ['enqueue', 0, 2, 2],
      ['enqueue', 0, 1, 1],
      ['dequeue', 1, null, 1],
    ],
    [
      ['enqueue', 0, 2, 2],
      ['enqueue', 0, 1, 1],
      ['dequeue', 1, null, 2],
    ],
  ],
  [
    'set',
    null,
    [
      ['add', 0, 1, 1],
      ['add', 0, 2, 2],
      ['remove', 0, 1, 1],
      ['read', 1, null, [2]],
    ],
    [
      ['add', 0, 1, 1],
      ['add', 0, 2, 2],
      ['remove', 0, 1, 1],
      ['read', 1, null, [1, 2]],
    ],
  ],
  ['set', null, [['contains', 0, 1, false]], [['contains', 0, 1, true]]],
  [
    'barrier',
    null,
    [
      ['raise', 0, null, null],
      ['lower', 0, null, null],
      ['pass', 1, null, null],
    ],
    [
      ['raise', 0, null, null],
      ['pass', 1, null, null],
    ],
  ],
  [
    'double-barrier',
    2,
    [
      ['arrive', 0, null, null],
      ['arrive', 1, null, null],
      ['enter', 0, null, null],
    ],
    [
      ['arrive', 0, null, null],
      ['enter', 0, null, null],
    ],
  ],
  [
    'counter',
    null,
    [
      ['add', 0, 2, null],
      ['add', 1, null, null],
      ['read', 0, null, 3],
    ],
    [
      ['add', 0, 2, null],
      ['add', 1, null, null],
      ['read', 0, null, 2],
    ],
  ],
  [
    'unique-ids',
    null,
    [
      ['generate', 0, null, 7],
      ['generate', 1, null, 8],
    ],
    [
      ['generate', 0, null, 7],
      ['generate', 1, null, 7],
    ],
  ],
  [
    'leader-election',
    null,
    [
      ['lead', 0, null, 1],
      ['leader', 1, null, 0],
      ['resign', 0, null, null],
      ['lead', 1, null, 2],
    ],
    [
      ['lead', 0, null, 1],
      ['leader', 1, null, 0],
      ['lead', 1, null, 2],
    ],
  ],
];
