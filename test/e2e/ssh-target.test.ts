/** The ssh target's promises, on machines with an ssh server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ensemble, EnsembleSpec } from '../../src/contract.ts';
import { blackout, createAll, found, ZNODES } from './blackout.ts';
import { keepsTheContract } from './ensemble-contract.ts';
import { freshRunId, grudge, nodeAt, patience } from './ensembles.ts';
import {
  leftAs,
  onHost,
  sshTargetOn,
  startHosts,
  stateOf,
  statesOf,
  type TestHost,
  type TestHosts,
  USER,
} from './ssh-hosts.ts';
import { places, sessionAt } from './zookeeper-sessions.ts';

const ABANDONED = fileURLToPath(new URL('./ssh-abandoned.ts', import.meta.url));

let machines: TestHosts;
beforeAll(async () => {
  machines = await startHosts(3);
});
afterAll(() => machines.remove());

function started(wishes: Partial<EnsembleSpec> = {}): Promise<Ensemble> {
  const spec = { runId: freshRunId(), server: 'installed', voters: 3, observers: 0, ...wishes };
  return sshTargetOn(machines).start(spec, patience());
}

async function withEnsemble(
  use: (ensemble: Ensemble) => Promise<void>,
  wishes?: Partial<EnsembleSpec>,
): Promise<void> {
  const ensemble = await started(wishes);
  try {
    await use(ensemble);
  } finally {
    await ensemble.remove(patience());
  }
}

describe('the contract', () => {
  keepsTheContract({
    disturbs: false,
    readsEpochs: false,
    start: () => started(),
    facts: { serverVersion: '3.8.0', server: '3.8.0 (installed)' },
  });
});

/** Whether a TCP connection to an address of a host gets through from another. */
async function reaches(from: TestHost, address: string, port: number): Promise<boolean> {
  const said = await onHost(
    from,
    `timeout 1 bash -c 'exec 3<>/dev/tcp/${address}/${port}' 2>&1 && echo yes || true`,
  );
  return said === 'yes';
}

describe('a cut', () => {
  test('is of both IP families, and spares ssh', () => withEnsemble(cutsBothFamilies));

  test('is made by iptables where there is no nft', async () => {
    const before = await statesOf(machines.hosts);
    const rule = `${USER} ALL=(root) NOPASSWD: ALL`;
    const away = `mv /usr/sbin/nft /root/nft && echo '${rule}' > /etc/sudoers.d/iptables`;
    await Promise.all(machines.hosts.map(each => onHost(each, away)));
    await withEnsemble(cutsBothFamilies);
    const back =
      'mv /root/nft /usr/sbin/nft; rm /etc/sudoers.d/iptables; iptables -S; ip6tables -S';
    const rules = await Promise.all(machines.hosts.map(each => onHost(each, back)));
    expect(rules.join()).not.toContain('ZOOBREAK');
    const tool = 'nft delete table ip filter; nft delete table ip6 filter'; // its own, empty
    await Promise.all(machines.hosts.map(each => onHost(each, tool)));
    await leftAs(before, machines.hosts);
  });

  async function cutsBothFamilies(ensemble: Ensemble): Promise<void> {
    const [a, b] = [nodeAt(ensemble, 0), nodeAt(ensemble, 1)];
    await ensemble.network.cut(grudge([a, [b]]), 'all', patience());
    for (const address of [machines.host(0).address, machines.host(0).address6]) {
      expect(await reaches(machines.host(1), address, 2181)).toBe(false);
      expect(await reaches(machines.host(1), address, 22)).toBe(true);
      expect(await reaches(machines.host(2), address, 2181)).toBe(true);
    }
    expect(await ensemble.network.dropped(a.name, patience())).toBeGreaterThan(1);
    await ensemble.network.heal(patience());
    for (const address of [machines.host(0).address, machines.host(0).address6])
      expect(await reaches(machines.host(1), address, 2181)).toBe(true);
  }
});

describe('a loss of power at all hosts', () => {
  test('takes acknowledged writes from servers that do not force them to disk', async () => {
    const before = await statesOf(machines.hosts);
    await withEnsemble(
      async ensemble => {
        expect(ensemble.supports('power')).toEqual({ ok: true });
        await createAll(ensemble);
        expect(await blackout(ensemble)).toBeGreaterThan(1000);
        expect((await found(ensemble)).length).toBeLessThan(ZNODES.length);
      },
      { faults: ['power'], config: ['forceSync=no'] },
    );
    await leftAs(before, machines.hosts);
  });

  test('takes none from servers that do', () =>
    withEnsemble(
      async ensemble => {
        await createAll(ensemble);
        await blackout(ensemble);
        expect(await found(ensemble)).toEqual(ZNODES);
      },
      { faults: ['power'] },
    ));
});

test('a full disk of a host refuses the writes of its server', () =>
  withEnsemble(
    async ensemble => {
      const { disk } = nodeAt(ensemble, 0);
      if (disk === undefined) throw new Error('expected a disk that can be disturbed');
      await disk.trouble({ kind: 'full' }, patience());
      const session = sessionAt(places(ensemble));
      await session.create('/one', new Uint8Array());
      await session.close();
      await expect.poll(() => disk.suffered(patience()), { timeout: 20_000 }).toBeGreaterThan(0);
      await disk.recover(patience());
    },
    { voters: 1, faults: ['disk'] },
  ));

describe('a connection that is lost', () => {
  test('is made again, and the host has healed itself', () =>
    withEnsemble(async ({ nodes, network }) => {
      const [a, b] = [nodeAt({ nodes }, 0), nodeAt({ nodes }, 1)];
      await network.cut(grudge([a, [b]]), 'all', patience());
      await a.pause(patience());
      await onHost(machines.host(0), `pkill -KILL -u ${USER} -f '^sshd: '`);
      await expect.poll(() => a.state(patience()), { timeout: 20_000 }).toBe('running');
      const reached = (): Promise<boolean> => network.probe(b.name, a.name, 'election', patience());
      expect(await reached()).toBe(true);
      await network.cut(grudge([a, [b]]), 'all', patience());
      expect(await reached()).toBe(false);
    }));
});

describe('a controller killed with -9', () => {
  test('leaves hosts that heal themselves, and clean leaves them as they were', async () => {
    const before = await statesOf(machines.hosts);
    await abandoned();
    const healed = async (): Promise<readonly string[]> => {
      const state = await stateOf(machines.host(0));
      const server = await onHost(machines.host(0), 'pgrep -c java; ps -o stat= -C java | cut -c1');
      return [...state.filter(line => line.includes('table inet zoobreak')), ...server.split('\n')];
    };
    await expect.poll(healed, { timeout: 15_000 }).toEqual(['1', 'S']);
    const { removed } = await sshTargetOn(machines).clean(patience());
    expect(removed).toContain(`the server on ${machines.host(0).address}`);
    await leftAs(before, machines.hosts);
  });

  /** A controller that has cut, skewed and paused the first host, and is no more. */
  async function abandoned(): Promise<void> {
    const args = ['--import', 'tsx', ABANDONED, freshRunId(), machines.home];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = await once(child.stdout, 'data');
    expect(String(said)).toBe('broken\n');
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

describe('clean', () => {
  test('leaves a host alone that a live run has', () =>
    withEnsemble(async ensemble => {
      expect((await sshTargetOn(machines).clean(patience())).removed).toEqual([]);
      expect([...(await ensemble.roles(patience())).values()].sort()).toEqual([
        'follower',
        'follower',
        'leader',
      ]);
    }));
});

describe('an archive', () => {
  test('is uploaded once, and serves', async () => {
    const archive = join(machines.home, 'apache-zookeeper-3.8.0-bin.tar.gz');
    await makeArchive(archive);
    for (const expected of ['new', 'same']) {
      const ensemble = await started({ server: archive, voters: 1 });
      expect(ensemble.facts.server).toMatch(/^3\.8\.0 \(apache-zookeeper-3\.8\.0-bin\.tar\.gz /);
      expect([...(await ensemble.roles(patience())).values()]).toEqual(['standalone']);
      await ensemble.remove(patience());
      const mark = await onHost(
        machines.host(0),
        `cd ~${USER}/.zoobreak/servers/*/ && ls -a && touch seen`,
      );
      expect(mark.includes('seen')).toBe(expected === 'same');
    }
    expect((await sshTargetOn(machines).clean(patience())).removed).toEqual([
      `/home/${USER}/.zoobreak on ${machines.host(0).address}`,
    ]);
  });

  /** Laid out as Apache's, from the jars of Debian's package. */
  async function makeArchive(path: string): Promise<void> {
    const jars = 'zookeeper-jute slf4j-api slf4j-simple log4j-1.2 metrics-core snappy-java';
    const base64 = await onHost(
      machines.host(0),
      `cd "$(mktemp -d)" && mkdir -p z/lib z/conf && cd z/lib && cp -L /usr/share/java/zookeeper-3.8.0.jar . &&
       for jar in ${jars}; do cp -L "/usr/share/java/$jar.jar" .; done && tar -C ../.. -cz z | base64 -w0; rm -r "$OLDPWD"`,
    );
    await writeFile(path, Buffer.from(base64, 'base64'));
  }
});
