/** `serve-model`: one server of the sim a process, over sockets and files. The client is understood as by ZooKeeper, and
 *  acknowledged writes outlive the processes. */
import { connect } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import type { Session } from '../../src/zookeeper/session.ts';
import { type ModelProcess, type ModelProcesses, modelProcesses } from '../kit/model-processes.ts';
import { zoobreak } from '../kit/zoobreak.ts';
import { understandsAccess } from './zookeeper/access.ts';
import { groundOf, text } from './zookeeper/ground.ts';
import { understandsMulti } from './zookeeper/multi.ts';
import { understandsSessions } from './zookeeper/sessions.ts';
import { understandsWatches } from './zookeeper/watches.ts';
import { understandsZnodes } from './zookeeper/znodes.ts';
import { sessionAt, valueIn } from './zookeeper-sessions.ts';

/** More than a server logs between two snapshots, and more than its log keeps for others. */
const MANY = 1_600;

describe('three servers', () => {
  const ground = groundOf('3.9.6', () => modelProcesses(3));
  describe('znodes', () => understandsZnodes(ground));
  describe('multi', () => understandsMulti(ground));
  describe('access', () => understandsAccess(ground));
  describe('watches', () => understandsWatches(ground));
  describe('sessions', () => understandsSessions(ground));
});

test('one server serves, keeps what it acknowledged over kill -9, and answers no four-letter word', async () => {
  await using ensemble = await modelProcesses(1);
  const [process] = ensemble.processes;
  if (process === undefined) throw new RangeError('expected a process, found none');
  const session = sessionAt(ensemble.servers);
  await valueIn(session.create('/kept', text('one')));
  expect(await answerTo('srvr', process.port)).toBe('');
  await process.kill();
  process.start();
  await vi.waitFor(async () => expect(await dataAt(session, '/kept')).toBe('one'), 20_000);
  expect(await session.close()).toBe(true);
});

test('a write acknowledged by three servers outlives their leader, and then all of them', async () => {
  await using ensemble = await modelProcesses(3);
  const session = sessionAt(ensemble.servers, { operationTimeoutMs: 20_000 });
  await valueIn(session.create('/kept', text('one')));
  await leaderOf(ensemble).kill();
  await vi.waitFor(() => valueIn(session.setData('/kept', text('two'))), 20_000);
  await Promise.all(ensemble.processes.map(each => each.kill()));
  for (const each of ensemble.processes) each.start();
  await vi.waitFor(async () => expect(await dataAt(session, '/kept')).toBe('two'), 20_000);
  expect(await session.close()).toBe(true);
});

test.each([
  [20, 'diff'],
  [MANY, 'snapshot'],
])(
  'a server that was down for %d writes has them all once it is back, by a %s',
  async (count, plan) => {
    await using ensemble = await modelProcesses(3);
    const [down, ...others] = ensemble.processes;
    if (down === undefined) throw new RangeError('expected three processes, found none');
    const session = sessionAt(others.map(({ server }) => server));
    await valueIn(session.create('/counted', text('0')));
    await down.kill();
    const writes = Array.from({ length: count }, (_, at) =>
      session.setData('/counted', text(`${at + 1}`)),
    );
    await Promise.all(writes.map(valueIn));
    down.start();
    const there = sessionAt([down.server]);
    await vi.waitFor(async () => expect(await dataAt(there, '/counted')).toBe(`${count}`), 20_000);
    expect((await valueIn(there.getData('/counted'))).stat.version).toBe(count);
    expect(leaderOf(ensemble).log()).toMatch(
      new RegExp(`n1 joins at \\d+: ${plan}\n(?!.*n1 joins)`),
    );
    await Promise.all([session.close(), there.close()]);
  },
);

test('a leader that is paused is replaced, and follows once it is resumed', async () => {
  await using ensemble = await modelProcesses(3);
  const session = sessionAt(ensemble.servers, { operationTimeoutMs: 20_000 });
  await valueIn(session.create('/kept', text('one')));
  const paused = leaderOf(ensemble);
  paused.pause();
  await vi.waitFor(() => valueIn(session.setData('/kept', text('two'))), 30_000);
  paused.resume();
  const there = sessionAt([paused.server], { operationTimeoutMs: 20_000 });
  await vi.waitFor(async () => expect(await dataAt(there, '/kept')).toBe('two'), 20_000);
  expect(leaderOf(ensemble)).not.toBe(paused);
  await Promise.all([session.close(), there.close()]);
});

test('a planted bug shows: a version that was not asked for is accepted', async () => {
  const refusals = async (bug?: string): Promise<boolean> => {
    await using ensemble = await modelProcesses(1, bug);
    const session = sessionAt(ensemble.servers);
    await valueIn(session.create('/versioned', text('')));
    const { ok } = await session.setData('/versioned', text('x'), 7);
    await session.close();
    return !ok;
  };
  expect(await refusals()).toBe(true);
  expect(await refusals('version-unchecked')).toBe(false);
});

test.each([
  [['--servers', 'n1:2888', '--id', '1'], '--servers: expected HOST:SYNC:ELECTION'],
  [['--servers', 'n1:2888:3888', '--id', '2'], '--id: expected a place in --servers, 1 to 1'],
  [
    ['--servers', 'n1:2888:3888', '--id', '1', '--bug', 'version-uncheckd'],
    'Did you mean "version-unchecked"?',
  ],
])('%s: refused with what is expected', async (flags, message) => {
  const { code, err } = await zoobreak(['serve-model', '--data', '/nowhere', ...flags]);
  expect(err).toContain(message);
  expect(code).toBe(254);
});

function leaderOf(ensemble: ModelProcesses): ModelProcess {
  const leader = ensemble.leader();
  if (leader === undefined) throw new Error('expected a leader, found none');
  return leader;
}

async function dataAt(session: Session, path: string): Promise<string> {
  await valueIn(session.sync(path));
  return new TextDecoder().decode((await valueIn(session.getData(path))).data);
}

/** Until the server hangs up. */
async function answerTo(word: string, port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.end(word);
  let answer = '';
  for await (const bytes of socket) answer += bytes;
  return answer;
}
