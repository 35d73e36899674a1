/** Who may import whom. Every rule says why. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
/** Pure leaves that any room may use. */
const LEAVES = 'src/(anomalies|hex|lower-bound)\\.ts';
const only = (name, room, allowed, comment, path = `^${room}/`) =>
  rule(
    name,
    comment,
    { path },
    {
      path: '^(src|workloads|nemesis|docker|elle-ts-port)/',
      pathNot: `^(${[room, LEAVES, ...allowed].join('|')})/?`,
    },
  );
const contract = 'src/contract\\.ts';
const clock = 'src/clock\\.ts';
const log = 'src/log\\.ts';
const random = 'src/random\\.ts';

module.exports = {
  forbidden: [
    rule('no-cycle', 'A cycle has no place to start reading.', {}, { circular: true }),
    rule(
      'contract',
      'It is one thing, in several files.',
      { pathNot: '^src/contract' },
      { path: '^src/contract/' },
    ),
    only('history', 'src/history', [contract], 'Histories are read without anything of a run.'),
    only(
      'model',
      'src/model',
      [contract, 'src/history', random],
      'Models are sequential and pure.',
    ),
    only('generator', 'src/generator', [contract, 'src/history', random], 'Generators are pure.'),
    only(
      'checker',
      'src/checker',
      [contract, 'src/history', 'src/model'],
      'A checker needs only a history.',
    ),
    only(
      'report',
      'src/report',
      [contract, 'src/history', 'src/page/layout\\.ts'],
      'Reports are made from stored results.',
    ),
    only('page', 'src/page', [], 'It runs in a browser, from one file.'),
    only(
      'site',
      'src/site',
      [contract, clock, 'src/history', 'src/report'],
      'Pages about many runs are made from what was stored of each.',
    ),
    only('elle', 'elle-ts-port/src', [], 'It is a package of its own.'),
    only(
      'zookeeper',
      'src/zookeeper',
      [contract, clock, log],
      'The client knows nothing of tests.',
    ),
    only(
      'ensemble',
      'src/ensemble',
      [contract, clock, log],
      'Targets know nothing of workloads and clients.',
      '^src/ensemble/(?!sim/)',
    ),
    only(
      'sim',
      'src/ensemble',
      [contract, clock, log, random, 'src/zookeeper'],
      'The model ensemble speaks the wire protocol, and draws its chances from a seed.',
      '^src/ensemble/sim/',
    ),
    only(
      'workloads',
      'workloads',
      [
        contract,
        'src/history',
        'src/generator',
        random,
        'src/model',
        'src/checker',
        'src/zookeeper',
        'elle-ts-port',
      ],
      'A workload gets what it acts on.',
    ),
    only(
      'nemesis',
      'nemesis',
      [contract, 'src/generator', random],
      'A nemesis gets what it acts on.',
    ),
    rule(
      'runner',
      'The engine knows no workload or fault by name.',
      { path: '^src/runner/' },
      { path: '^(workloads|nemesis|src/cli|src/ensemble|docker)/' },
    ),
    rule(
      'cli',
      'Nobody imports the command line.',
      { pathNot: '^src/cli/' },
      { path: '^src/cli/' },
    ),
    rule(
      'pure',
      'Effects live elsewhere.',
      {
        path: '^(src/(generator|model|checker)|elle-ts-port/src/(?!cli|load|threads|part-worker))',
      },
      { dependencyTypes: ['core'] },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
  },
};
