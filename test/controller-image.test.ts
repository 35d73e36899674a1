/** docker/controller: what can be known of the image without building it. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { call } from '../src/cli/call.ts';
import { VERBS } from '../src/cli/verbs/registry.ts';

const ROOT = new URL('..', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, ROOT), 'utf8');
const FILE = 'docker/controller/Dockerfile';

/** Instructions with their words, each on one line. */
const instructions = read(FILE)
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'))
  .map(line => line.split(/\s+/));
const copies = instructions.filter(([word]) => word === 'COPY').map(words => words.slice(1, -1));
const fromContext = copies.filter(([first]) => !first?.startsWith('--from')).flat();
const fromBuild = copies
  .filter(([first]) => first?.startsWith('--from'))
  .flatMap(([, ...paths]) => paths.map(path => path.replace('/opt/zoobreak/', '')));

test('every file that the image copies is there', () => {
  expect(fromContext).toContain('package.json');
  expect(fromContext.filter(path => !existsSync(new URL(path, ROOT)))).toEqual([]);
});

test('the build gets these files and no others', () => {
  const allowed = read(`${FILE}.dockerignore`)
    .split('\n')
    .flatMap(line => (line.startsWith('!') ? line.slice(1) : []));
  const roots = new Set(fromContext.map(path => path.split('/')[0]));
  expect(allowed.toSorted()).toEqual([...roots].toSorted());
});

test('the sources that a build compiles are among them, without tests and measurements', () => {
  const { include }: { include: string[] } = JSON.parse(read('tsconfig.json'));
  const sources = include.filter(path => !/^(test|bench)\b/.test(path));
  expect(fromContext).toEqual(expect.arrayContaining(sources));
});

test('the image holds everything that the package does', () => {
  const { files }: { files: string[] } = JSON.parse(read('package.json'));
  const held = new Set([...fromBuild, ...fromContext].map(path => path.split('/')[0]));
  expect(files.map(path => path.split('/')[0]).filter(path => !held.has(path))).toEqual([]);
});

test('it starts what the package names as its command, and not as root', () => {
  const { bin }: { bin: { zoobreak: string } } = JSON.parse(read('package.json'));
  const entrypoint = instructions.find(([word]) => word === 'ENTRYPOINT')?.join(' ');
  expect(entrypoint).toBe(`ENTRYPOINT ["node", "/opt/zoobreak/${bin.zoobreak}"]`);
  expect(instructions).toContainEqual(['USER', 'node']);
});

test('its Node.js is one that the package runs on', () => {
  const base = instructions.find(([word]) => word === 'ARG')?.join(' ');
  const major = Number(/^ARG BASE=node:(\d+)-/.exec(base ?? '')?.[1]);
  const { engines }: { engines: { node: string } } = JSON.parse(read('package.json'));
  expect(major).toBeGreaterThanOrEqual(Number(/^>=(\d+)/.exec(engines.node)?.[1]));
});

describe('the commands of the guide', () => {
  const commands = [
    ...read('docs/guides/run-in-ci.md').matchAll(/^docker (?:[^\\\n]|\\\n)*/gm),
  ].map(([command]) => command.replaceAll('\\\n', ' ').split(/\s+/));

  test('build it as the Dockerfile says', () => {
    const [build] = commands.filter(([, verb]) => verb === 'build').map(words => words.join(' '));
    expect(build).toBe(`docker build -f ${FILE} -t zoobreak/controller .`);
    expect(read(FILE)).toContain(`#   ${build}\n`);
  });

  const runs = commands
    .filter(([, verb]) => verb === 'run')
    .map(words => words.slice(words.indexOf('zoobreak/controller') + 1));

  test.each(runs)('zoobreak %s %s %s: is a plan', async (...args) => {
    expect(VERBS.map(({ name }) => name)).toContain(args[0]);
    const printed: string[] = [];
    const print = (text: string) => void printed.push(text);
    const terminal = { out: print, err: print, environment: {}, folder: '/' };
    expect([await call([...args, '--print-config'], terminal), printed.length]).toEqual([0, 1]);
  });
});
