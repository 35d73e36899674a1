/** The rooms of the source tree: what each holds, which others it may import, and why no more.
 *  .dependency-cruiser.cjs enforces the table; docs/ARCHITECTURE.md prints it.
 *    path   the folder or file, from the root; the longest path that fits a file names its room
 *    may    paths beside its own room and COMMON
 *    pure   true: no module of Node, so no clock, file, socket or process */

/** What every room may import: the contract, time, chance and logs as types, and pure leaves. They import nothing of
 *  ours but each other's types and the types of a history. */
const LEAVES = [
  ...['src/anomalies', 'src/anomalies.ts', 'src/grouped.ts', 'src/hex.ts', 'src/json.ts'],
  ...['src/lower-bound.ts', 'src/took-effect.ts'],
];
const COMMON = [
  ...['src/contract', 'src/contract.ts', 'src/clock.ts', 'src/random.ts', 'src/log.ts'],
  ...LEAVES,
];

/** What a user imports, and what each door shows. */
const BLOCKS = {
  'src/index.ts': [
    ...['src/history', 'src/model', 'src/checker', 'src/report'],
    ...['src/cli/options/config.ts', 'src/ensemble/profile-entry.ts'],
  ],
  'src/workload.ts': [
    ...['src/client.ts', 'src/history', 'src/generator', 'src/model', 'src/checker', 'src/client'],
    'workloads/entry.ts',
  ],
  'src/nemesis.ts': ['src/history', 'src/generator', 'nemesis'],
  'src/client.ts': ['src/client', 'src/zookeeper'],
};
const DOORS = Object.keys(BLOCKS);
const SOURCES = ['src', 'workloads', 'nemesis', 'elle-ts-port', 'scripts'];

const ROOMS = [
  {
    path: 'src/contract',
    holds: 'the types that workloads, nemeses, checkers and targets are written against; no code',
    may: ['src/history'],
    why: 'A contract is types alone.',
  },
  {
    path: 'src/contract.ts',
    holds: 'the door to the contract',
    may: [],
    why: 'The contract is one thing, in several files.',
  },
  ...['src/clock.ts', 'src/random.ts', 'src/log.ts'].map(path => ({
    path,
    holds: 'time, chance, or what zoobreak says about its own work',
    may: [],
    why: 'Effects and chance are passed in as these types.',
  })),
  ...LEAVES.map(path => ({
    path,
    holds: 'a pure leaf that any room may use',
    may: [],
    why: 'A leaf imports nothing.',
    pure: true,
  })),
  {
    path: 'src/history',
    holds:
      'events, operations, the columnar history, when each fault was active, readers and writers',
    may: ['elle-ts-port'],
    why: 'A history is read without anything of a run.',
  },
  {
    path: 'src/generator',
    holds: 'pure combinators that say what to do next',
    may: ['src/history'],
    why: 'A generator knows events and chance, nothing else.',
    pure: true,
  },
  {
    path: 'src/model',
    holds: 'sequential specifications: `step(state, operation)`',
    may: ['src/history'],
    why: 'A model is sequential and pure.',
    pure: true,
  },
  {
    path: 'src/checker',
    holds: 'from a history to a verdict: linearizability, replay of the whole API, shared findings',
    may: ['src/history', 'src/model'],
    why: 'A checker needs only a history.',
    pure: true,
  },
  {
    path: 'src/zookeeper',
    holds: 'the wire protocol',
    may: [],
    why: 'The protocol knows nothing of tests.',
  },
  {
    path: 'src/client',
    holds:
      "what a workload's client is made of: sessions, reads, sequential names, watch bells, turns",
    may: ['src/zookeeper', 'src/generator', 'src/history'],
    why: 'Clients are shared between claims, so they know no claim.',
  },
  {
    path: 'src/ensemble',
    holds: 'what the targets share: agents, cuts, profiles, readiness',
    may: ['src/zookeeper'],
    why: 'A target knows nothing of workloads; a server may be found ready by a request of a client.',
  },
  {
    path: 'src/ensemble/docker',
    holds: 'ensembles of containers, through dockerode',
    may: ['src/ensemble'],
    why: 'A target imports its own folder and what targets share, never another target.',
  },
  {
    path: 'src/ensemble/ssh',
    holds: "ensembles on the user's machines, through ssh2",
    may: ['src/ensemble'],
    why: 'A target imports its own folder and what targets share, never another target.',
  },
  {
    path: 'src/ensemble/sim',
    holds: 'a model ensemble in this process, on a virtual clock, in which bugs can be planted',
    may: ['src/ensemble', 'src/zookeeper'],
    why: 'The model speaks the wire protocol, so it shares the records of the protocol.',
  },
  {
    path: 'src/ensemble/sim/process',
    holds: "one server of the sim as a process of its own: sockets, the machine's clock, files",
    may: ['src/ensemble/sim', 'src/zookeeper'],
    why: 'It gives a server of the sim what the model imitates; the model does not know it.',
  },
  {
    path: 'src/store',
    holds: "a run's folder: plan, records and their schemas, manifest, roles, writers and readers",
    may: ['src/history'],
    why: 'A stored run is read without anything that made it.',
  },
  {
    path: 'src/run',
    holds: "engine, load, gate, the ensemble's lifetime; no workload or fault by name",
    may: ['src/store', 'src/history', 'src/generator'],
    why: 'The engine gets workloads, nemeses and targets as arguments.',
  },
  {
    path: 'src/judge',
    holds: 'from a stored run to its verdict: checkers in worker threads, coverage, the run itself',
    may: ['src/store', 'src/history', 'src/checker', 'src/zookeeper'],
    why: "A verdict needs the folder of a run, not the run; the trace is decoded by the protocol's records.",
  },
  {
    path: 'src/report',
    holds: 'text, Markdown, JUnit, JSON, SVG and HTML of a stored run',
    may: ['src/store', 'src/history', 'src/page'],
    why: 'A report is made from what was stored, and embeds the script of the page.',
  },
  {
    path: 'src/page',
    holds: 'the script of the HTML pages, which knows the DOM and no Node',
    may: [],
    why: 'It runs in a browser, from one file.',
    pure: true,
  },
  {
    path: 'src/site',
    holds: 'pages about many runs: the results server, the published site',
    may: ['src/report', 'src/history'],
    why: 'Pages about many runs are made from the reports of each.',
  },
  {
    path: 'src/cli',
    holds: 'verbs, options, output; where everything is put together',
    may: [...SOURCES],
    why: 'The command line may import everything, and nobody imports it.',
  },
  ...DOORS.map(path => ({
    path,
    holds: 'a door of the package: what users import, no logic',
    may: BLOCKS[path],
    why: 'A door shows building blocks; it never opens the engine, the store or the command line.',
  })),
  {
    path: 'workloads',
    holds: 'a folder for each claim, an entry type and a registry',
    may: [
      ...['client', 'generator', 'history', 'model', 'checker', 'zookeeper'].map(
        room => `src/${room}`,
      ),
      'elle-ts-port',
    ],
    why: "A workload gets what it acts on; ZooKeeper's records and errors are its vocabulary.",
  },
  {
    path: 'nemesis',
    holds: 'a file for each family of faults, an entry type and a registry',
    may: ['src/generator'],
    why: 'A nemesis gets what it acts on.',
  },
  {
    path: 'elle-ts-port/src',
    holds: 'the transactional checker, a package of its own',
    may: [],
    why: 'It is usable alone.',
  },
  {
    path: 'scripts',
    holds: 'npm start, npm test, packing',
    may: ['src/ensemble/docker', 'src/ensemble', 'dist'],
    why: 'Scripts make a machine ready; they run nothing on their own.',
  },
  {
    path: 'examples',
    holds: 'what a user writes: a workload, a nemesis, a model, a reporter',
    may: [...DOORS],
    why: 'An example imports what a user can import.',
  },
  {
    path: 'bench',
    holds: 'only what is timed',
    may: [...SOURCES, 'test/oracle'],
    why: 'A measurement may look at everything.',
  },
  {
    path: 'test',
    holds:
      'the same paths as the sources; `kit` for what tests share, `oracle` for brute force, mutants and honest runs, `e2e`',
    may: [...SOURCES, 'examples'],
    why: 'A test may look at everything, and nothing but a measurement looks at a test.',
  },
  {
    path: 'elle-ts-port/test',
    holds: 'tests of the transactional checker',
    may: ['elle-ts-port'],
    why: 'The package is tested alone.',
  },
  {
    path: 'elle-ts-port/bench',
    holds: 'what is timed of the transactional checker',
    may: ['elle-ts-port'],
    why: 'The package is measured alone.',
  },
];

module.exports = { COMMON, ROOMS };
