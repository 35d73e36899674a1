/** The way to a first verdict on a server that zoobreak does not know: a short file describes how it is configured. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scriptedImage } from '../kit/model-image.ts';
import { zoobreak } from '../kit/zoobreak.ts';

const profile = (image: string): string => `schema: 1
name: ini-server
doc: a server that is configured by a file of its own format
image: ${image}
files:
  /etc/ini-server.ini: |
    ; written for {{name}}
    [node]
    number = {{id}}
    folder = {{folders.data}}
    port = {{ports.client}}
    [ensemble]
    {{#members}}
    {{name}} = {{host}}:{{ports.sync}}:{{ports.election}}{{#observer}}:observer{{/observer}}
    {{/members}}
configPath: /etc/ini-server.ini
readiness: client
limits:
  maxSessionMs: 10000
lacks:
  - { name: reconfiguration, why: the members of the model are fixed }
`;

let root: string;
let text: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zoobreak-unknown-'));
  text = profile(await scriptedImage('ini-server.mjs'));
  await writeFile(join(root, 'ini-server.yaml'), text);
});
afterAll(() => rm(root, { recursive: true }));

test('a profile of under 40 lines leads to a verdict, and its configuration is kept', async () => {
  expect(text.split('\n').length).toBeLessThan(40);
  const { code, out, err } = await zoobreak(
    [
      ...['run', '--profile', 'ini-server.yaml', '--workload', 'register', '--seed', '1'],
      ...['--nemesis', 'none', '--time-limit', '10', '--json'],
    ],
    { folder: root },
  );
  expect(JSON.parse(out), err).toMatchObject({ valid: true });
  expect(code).toBe(0);
  const lines = (await readFile(join(root, 'results/latest/nodes/n2/ini-server.ini'), 'utf8'))
    .trim()
    .split('\n');
  expect(lines).toEqual([
    ...['; written for n2', '[node]', 'number = 2', 'folder = /disk/data', 'port = 2181'],
    ...['[ensemble]', ...[1, 2, 3].map(id => expect.stringMatching(`^n${id} = [^:]+:2888:3888$`))],
  ]);
});
