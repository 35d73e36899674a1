/** Tests stand where their sources do: `src/a/b.ts` is tested by `test/a/b.test.ts`. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Rooms of their own: what tests are made of, every order tried, whole runs, stored examples, inputs of chance, runs
 *  without end. */
const ROOMS = ['kit', 'oracle', 'e2e', 'fixtures', 'fuzz', 'soak'];

/** Tests of several sources, and what they are about. */
const SEVERAL: Readonly<Record<string, string>> = {
  'checker/linearizable/sentences': 'the sentence of each kind of anomaly, over the whole engine',
  'checker/replay/choosing': 'explanations of which the replay chose one, over the whole replay',
  'checker/replay/fields': 'fields that one clause of the model decides, over the whole replay',
  'checker/replay/promises': 'clauses of the model, a good and a bad twin each',
  'checker/replay/property': 'honest traces and altered fields, over the whole replay',
  'cli/checks/check': 'the verb check, over folders and files',
  'cli/one-of-each': 'what one row or entry is enough for, over the whole command line',
  'cli/targets-by-name': 'all sources: none but its own entry names a target',
  'controller-image': 'zoobreak itself as an image: docker/controller/Dockerfile',
  'docs/github': '.github: what a host of the repository reads',
  'docs/language': 'the English of all sources and documents',
  'docs/supply-chain': 'SECURITY.md: dependencies, their versions and digests',
  'docs/snippets': 'the commands and programs in all documents',
  'ensemble/docker/disk-shim':
    'what stands between a server and its disk: docker/images/tools/disk-shim.c',
  'ensemble/docker/entrypoint':
    'how the container of a server starts: docker/images/server/entrypoint',
  'ensemble/profiles/rendered': 'the configurations of the profiles that ship',
  'ensemble/profiles/serve-model': 'examples/serve-model.yaml',
  'ensemble/sim/honest': 'every workload on a sim without bugs',
  'ensemble/sim/lists-and-sessions': 'access control lists and sessions, of the whole sim',
  'ensemble/sim/register': 'the register on the whole sim',
  'ensemble/sim/registries': 'each workload and each nemesis on the sim',
  'ensemble/sim/replication': 'leader and learners together',
  'ensemble/sim/sessions': 'sessions across the servers of the sim',
  'generator/laws': 'what all generators keep to',
  'history/hostile': 'files in every format that are no history',
  'model/models': 'every model',
  'report/pages': 'the pages of a report and their script',
  'report/renderers': 'the documents of a run',
  'site/pages': 'the pages of a site',
  'workloads/naive': 'recipes without their precautions',
  'workloads/sentences': 'the sentence of each kind of anomaly that a workload finds',
  'zookeeper/golden-bytes': 'requests and replies, byte for byte',
  'zookeeper/protocol-errors': 'a session against servers that break the protocol',
};

const files = readdirSync(`${ROOT}test`, { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts') && !ROOMS.includes(path.split('/')[0] ?? ''));
const isTest = (path: string): boolean => path.endsWith('.test.ts');
/** The path of a test without what says how it is run: `cli/verbs/run` of `cli/verbs/run.sim.test.ts`. */
const subjectOf = (path: string): string => path.replace(/(\.sim)?\.test\.ts$/, '');
const subjects = files.filter(isTest).map(subjectOf);

/** A source of ours, a document, the action, or a folder of the root. */
function hasSource(subject: string): boolean {
  const upper = subject.replace(/[^/]+$/, name => name.toUpperCase());
  const sources = [`src/${subject}.ts`, `src/${subject}/index.ts`, `${subject}.ts`];
  const others = [`${subject}.yml`, `${subject}.md`, `${upper}.md`, `${subject}/`];
  return [
    ...sources,
    ...(subject.startsWith('docs/') || !subject.includes('/') ? others : []),
  ].some(path => existsSync(ROOT + path));
}

test('a test has the path of what it tests', () => {
  const strays = subjects.filter(subject => !hasSource(subject) && !(subject in SEVERAL));
  expect(
    strays,
    'expected test/PATH.test.ts for src/PATH.ts, workloads/, nemesis/, scripts/ or docs/PATH.md; move the test, or name what it tests in SEVERAL',
  ).toEqual([]);
});

test('a test of several sources is there, and has no source of its own', () => {
  const known = Object.keys(SEVERAL);
  expect(known.filter(subject => !subjects.includes(subject) || hasSource(subject))).toEqual([]);
});

test('what is no test is in test/kit, test/oracle, test/e2e or test/fixtures', () => {
  expect(files.filter(path => !isTest(path))).toEqual([]);
});
