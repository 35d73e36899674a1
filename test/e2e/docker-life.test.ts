/** What is left of runs: of finished ones nothing, of killed ones a healed ensemble until `clean`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Agent } from '../../src/ensemble/agent.ts';
import { openAgent } from '../../src/ensemble/docker/agent.ts';
import { connect } from '../../src/ensemble/docker/engine.ts';
import { removeRun } from '../../src/ensemble/docker/remove.ts';
import { PORTS } from '../../src/ensemble/member.ts';
import { startZoobreak, zoobreak } from '../kit/zoobreak.ts';
import { leftOf, started, target } from './docker-ensembles.ts';
import { engineProxy } from './engine-proxy.ts';
import { freshRunId, grudge, nodeAt, patience } from './ensembles.ts';

const ABANDONED = fileURLToPath(new URL('./docker-abandoned.ts', import.meta.url));
const HEALED = { dropped: '', state: 'running', clock: true };

describe('a controller killed with -9', () => {
  test('leaves nodes that heal themselves, and nothing after clean', async () => {
    const runId = freshRunId();
    await killed(await broken(runId));
    const agent = await agentOf(runId, 'n1');
    await expect.poll(() => healthOf(agent), { timeout: 10_000 }).toEqual(HEALED);
    const connections = async (): Promise<string> => {
      const port = String(PORTS.election);
      return (await agentOf(runId, 'n1')).ask(patience(), 'connections', 'n2', port, '1', '500');
    };
    await expect.poll(connections, { timeout: 10_000 }).not.toContain('-');
    expect((await target.clean(patience())).removed).toContain(`network zoobreak-${runId}`);
    expect(await leftOf(runId)).toEqual([]);
  });
});

describe('clean', () => {
  test('leaves a run alone whose controller lives', async () => {
    const runId = freshRunId();
    const ensemble = await started('3.9.6', { runId, voters: 1 });
    expect((await target.clean(patience())).removed.join()).not.toContain(runId);
    expect([...(await ensemble.roles(patience())).values()]).toEqual(['standalone']);
    await ensemble.remove(patience());
  });
});

describe('remove', () => {
  test('leaves nothing, and may be repeated', async () => {
    const runId = freshRunId();
    const ensemble = await started('3.9.6', { runId, voters: 1 });
    expect(await leftOf(runId)).toHaveLength(5);
    await ensemble.remove(patience());
    await ensemble.remove(patience());
    expect(await leftOf(runId)).toEqual([]);
  });

  test('follows a start that was interrupted', async () => {
    const runId = freshRunId();
    const interrupt = new AbortController();
    const spec = { runId, server: '3.9.6', voters: 3, observers: 0 };
    const starting = target.start(spec, interrupt.signal);
    await expect.poll(() => leftOf(runId), { timeout: 20_000 }).not.toEqual([]);
    interrupt.abort(new Error('interrupted'));
    await expect(starting).rejects.toThrow('interrupted');
    expect(await leftOf(runId)).toEqual([]);
  });
});

describe('two ensembles at once', () => {
  test('do not disturb each other', async () => {
    const [one, other] = await Promise.all([started('3.9.6'), started('3.8.0')]);
    const [first, second] = [nodeAt(one, 0), nodeAt(one, 1)];
    await one.network.cut(grudge([first, [second]]), 'all', patience());
    await first.kill(patience());
    const { network, nodes } = other;
    const [a, b] = [nodeAt(other, 0).name, nodeAt(other, 1).name];
    expect(await network.probe(b, a, 'election', patience())).toBe(true);
    expect(await network.dropped(a, patience())).toBe(0);
    expect(await Promise.all(nodes.map(node => node.state(patience())))).toEqual(
      nodes.map(() => 'running'),
    );
    await one.remove(patience());
    await other.whenServing(patience());
    await other.remove(patience());
  });
});

describe('the containers of a run', () => {
  test('have few rights, and win no others', async () => {
    const runId = freshRunId();
    const ensemble = await started('3.9.6', { runId, voters: 1 });
    const status = await statusOfServer(runId);
    expect(BigInt(`0x${status.get('CapBnd')}`) & ~rights(0, 1, 3, 6, 7)).toBe(0n);
    expect(status.get('NoNewPrivs')).toBe('1');
    await ensemble.remove(patience());
  });
});

describe('an engine reached over TCP', () => {
  let proxy: Awaited<ReturnType<typeof engineProxy>>;
  beforeEach(async () => {
    proxy = await engineProxy();
    vi.stubEnv('DOCKER_HOST', proxy.host);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    proxy.cut();
  });

  test('has its servers at ports that only this machine can reach', async () => {
    const runId = freshRunId();
    const ensemble = await started('3.9.6', { runId, voters: 1 });
    const { address } = nodeAt(ensemble, 0);
    expect(address).toMatchObject({ kind: 'tcp', host: '127.0.0.1' });
    if (address.kind !== 'tcp') throw new TypeError('expected a TCP address');
    const client = createConnection(address.port, address.host, () => client.write('ruok'));
    expect(String((await once(client, 'data'))[0])).toBe('imok');
    client.destroy();
    expect(await hostsOf(runId)).toEqual(['127.0.0.1']);
    await ensemble.remove(patience());
  });

  test('and gone while an ensemble starts: the error names the command that removes the rest', async () => {
    const runId = freshRunId();
    const starting = started('3.9.6', { runId, voters: 1 });
    await expect.poll(() => leftOf(runId), { timeout: 20_000 }).not.toEqual([]);
    proxy.cut();
    await expect(starting).rejects.toThrow('npx zoobreak clean --target docker');
    vi.unstubAllEnvs();
    await removeRun(await connect(), runId, patience());
    expect(await leftOf(runId)).toEqual([]);
  });

  test('and gone in mid-run: the run is stored, and what it left is named and can be cleaned', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zoobreak-engine-'));
    const args = ['run', '--nodes', '1', '--time-limit', '8', '--seed', '1'];
    const { ended } = startZoobreak([...args, '--target', 'docker'], {
      folder,
      environment: { DOCKER_HOST: proxy.host },
    });
    const latest = join(folder, 'results/latest');
    await expect
      .poll(() => existsSync(join(latest, 'history.jsonl')), { timeout: 60_000 })
      .toBe(true);
    proxy.cut();
    const { code, err } = await ended;
    expect(err).toContain('npx zoobreak clean --target docker');
    expect([2, 255]).toContain(code);
    const { troubles } = JSON.parse(await readFile(join(latest, 'test.json'), 'utf8'));
    expect(troubles.at(-1)).toContain('npx zoobreak clean --target docker');
    vi.unstubAllEnvs();
    const cleaned = await zoobreak(['clean', '--target', 'docker'], { folder });
    expect(cleaned.out).toMatch(/container zoobreak-\S+-n1\b/);
    await rm(folder, { recursive: true });
  });
});

/** The kernel's own words about the server's process. */
async function statusOfServer(runId: string): Promise<ReadonlyMap<string, string>> {
  const docker = await connect();
  const { State } = await docker.getContainer(`zoobreak-${runId}-n1`).inspect();
  const lines = (await readFile(`/proc/${State.Pid}/status`, 'utf8')).trim().split('\n');
  return new Map(
    lines.map(line => line.split(/:\s*/, 2)).map(([name = '', value = '']) => [name, value]),
  );
}

/** A set of capabilities by their numbers (capability.h). */
const rights = (...numbers: readonly number[]): bigint =>
  numbers.reduce((all, number) => all | (1n << BigInt(number)), 0n);

/** The addresses of this machine at which ports of a run are published. */
async function hostsOf(runId: string): Promise<readonly (string | undefined)[]> {
  const docker = await connect();
  const { NetworkSettings } = await docker.getContainer(`zoobreak-${runId}-n1-net`).inspect();
  return Object.values(NetworkSettings.Ports).flatMap(ports =>
    (ports ?? []).map(port => port.HostIp),
  );
}

/** A controller that has cut, skewed and paused n1 of its ensemble. */
async function broken(runId: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', ABANDONED, runId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toBe('broken\n');
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Another pair of hands in the sidecar of a node. */
async function agentOf(runId: string, node: string): Promise<Agent> {
  const docker = await connect();
  return openAgent(docker, docker.getContainer(`zoobreak-${runId}-${node}-net`), patience());
}

async function healthOf(agent: Agent): Promise<typeof HEALED> {
  const [dropped, state, clock] = await Promise.all([
    agent.ask(patience(), 'dropped'),
    agent.ask(patience(), 'state'),
    agent.ask(patience(), 'read-clock'),
  ]);
  return { dropped, state, clock: Math.abs(Number(clock)) < 1e6 };
}
