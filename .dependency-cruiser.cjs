/** Who may import whom: one positive rule for each room of scripts/rooms.cjs, and three for all. */
const { COMMON, ROOMS } = require('./scripts/rooms.cjs');

const OURS = '^(src|workloads|nemesis|elle-ts-port|scripts|examples|bench|test|dist)/';
/** Claims whose folders another claim may import: variations of one register. */
const SHARED_CLAIMS = ['register'];

const under = path => `^${path.replaceAll('.', '\\.')}${/\.[a-z]+$/.test(path) ? '$' : '/'}`;
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** Rooms inside the room, whose files have a rule of their own. */
const insideOf = path => ROOMS.map(room => room.path).filter(other => other.startsWith(`${path}/`));

const roomRule = ({ path, may, why }) =>
  rule(
    path,
    why,
    { path: under(path), pathNot: insideOf(path).map(under) },
    { path: OURS, pathNot: [path, ...COMMON, ...may].map(under) },
  );

const pureRooms = ROOMS.filter(room => room.pure).map(room => under(room.path));

module.exports = {
  forbidden: [
    rule('no-cycle', 'A cycle has no place to start reading.', {}, { circular: true }),
    rule(
      'one-contract',
      'The contract is one thing, in several files.',
      { pathNot: '^src/contract' },
      { path: '^src/contract/' },
    ),
    rule(
      'claims-apart',
      'A claim can be read, changed and removed alone.',
      { path: '^workloads/([^/]+)/' },
      {
        path: '^workloads/[^/]+/',
        pathNot: ['^workloads/$1/', ...SHARED_CLAIMS.map(claim => `^workloads/${claim}/`)],
      },
    ),
    rule(
      'command-line-is-last',
      'Nobody imports the command line but its tests and measurements. A door shows the type of its configuration.',
      { pathNot: '^(src/cli|test|bench)/' },
      { path: '^src/cli/', pathNot: '^src/cli/options/config\\.ts$' },
    ),
    rule(
      'pure',
      'Effects live elsewhere.',
      { path: [...pureRooms, '^elle-ts-port/src/(?!cli|load|threads|part-worker)'] },
      { dependencyTypes: ['core'] },
    ),
    ...ROOMS.map(roomRule),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
  },
};
