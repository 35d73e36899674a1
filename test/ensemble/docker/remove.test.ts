/** Removal from an engine that refuses: a small HTTP server that answers as one. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeDeadRuns, removeRun } from '../../../src/ensemble/docker/remove.ts';
import { zoobreak } from '../../kit/zoobreak.ts';

/** Of a controller that is dead. */
const LABELS = { 'zoobreak.run': 'r1', 'zoobreak.controller': `${hostname()} 999999999 1` };
const LISTS: Readonly<Record<string, unknown>> = {
  '/containers/json': [],
  '/networks': ['a', 'b', 'c'].map(name => ({ Id: name, Name: `net-${name}`, Labels: LABELS })),
  '/volumes': { Volumes: [{ Name: 'disk', Labels: LABELS }] },
};

let engine: Server;
let port: number;
/** What the engine answers to a removal; 204 to any other. */
let answers: Record<string, number>;

beforeEach(async () => {
  answers = {};
  engine = createServer(({ method, url = '' }, response) => {
    const path = new URL(url, 'http://engine').pathname;
    const code = method === 'DELETE' ? (answers[path] ?? 204) : 200;
    const body = method === 'DELETE' ? { message: 'it has active endpoints' } : LISTS[path];
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(code === 204 ? undefined : JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => engine.once('listening', resolve));
  ({ port } = engine.address() as AddressInfo);
});
afterEach(() => new Promise(resolve => engine.close(resolve)));

const docker = (): Docker => new Docker({ protocol: 'http', host: '127.0.0.1', port });
const signal = AbortSignal.timeout(10_000);

test('an engine that removes everything leaves nothing', async () => {
  expect(await removeDeadRuns(docker(), signal)).toEqual({
    removed: ['network net-a', 'network net-b', 'network net-c', 'volume disk'],
    left: [],
  });
});

test('a refused network is left, the rest is removed; one already gone is removed', async () => {
  answers = { '/networks/a': 403, '/networks/b': 404 };
  expect(await removeDeadRuns(docker(), signal)).toEqual({
    removed: ['network net-b', 'network net-c', 'volume disk'],
    left: [expect.stringMatching(/^network net-a: .*403.*it has active endpoints$/)],
  });
});

test('the removal of one run fails where the engine refuses', async () => {
  await expect(removeRun(docker(), 'r1', signal)).resolves.toBeUndefined();
  answers = { '/volumes/disk': 409 };
  await expect(removeRun(docker(), 'r1', signal)).rejects.toThrow(/^volume disk: .*409/);
});

test('clean says in one line what is left, and ends with 255', async () => {
  answers = { '/networks/a': 403 };
  const environment = { DOCKER_HOST: `tcp://127.0.0.1:${port}` };
  const { code, out, err } = await zoobreak(['clean', '--target', 'docker'], { environment });
  expect(out).toBe(
    'docker: removed network net-b\ndocker: removed network net-c\ndocker: removed volume disk\n',
  );
  expect(err).toMatch(/^docker: not removed: network net-a: .*it has active endpoints\n$/);
  expect(code).toBe(255);
});
