/** How a server's container starts: `docker/images/server/entrypoint`, with a `java` that only says what it got. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const ENTRYPOINT = fileURLToPath(
  new URL('../../../docker/images/server/entrypoint', import.meta.url),
);
const SERVERS = 'server.1=a:2888:3888;2181 server.2=b:2888:3888;2181 server.3=c:2888:3888;2181';
/** As ZooKeeper writes it: no newline at the end. */
const MEMBERS =
  'server.1=a:2888:3888:participant;0.0.0.0:2181\nserver.2=b:2888:3888:participant;0.0.0.0:2181';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zoobreak-entrypoint-'));
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'java'), '#!/bin/sh\necho "$@"\n');
  await chmod(join(folder, 'bin', 'java'), 0o755);
});
afterEach(() => rm(folder, { recursive: true }));

const path = (name: string): string => join(folder, 'conf', name);
const text = (name: string): Promise<string> => readFile(path(name), 'utf8');

/** Starts server `id`; returns what java got. */
async function start(id: number): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', [ENTRYPOINT], {
    env: {
      ...{ PATH: `${join(folder, 'bin')}:${process.env.PATH}`, ZOO_CLASSPATH: 'jars' },
      ...{ ZOO_CONF_DIR: join(folder, 'conf'), ZOO_DATA_DIR: join(folder, 'data') },
      ...{ ZOO_DATA_LOG_DIR: join(folder, 'log'), ZOO_MY_ID: `${id}`, ZOO_SERVERS: SERVERS },
    },
  });
  return stdout;
}

/** Leaves what a reconfiguration to these members leaves on a server's disk. */
async function reconfigured(members: string): Promise<void> {
  await mkdir(join(folder, 'conf'), { recursive: true });
  await writeFile(path('zoo.cfg.dynamic.100000017'), members);
  await writeFile(
    path('zoo.cfg'),
    `tickTime=500\ndynamicConfigFile=${path('zoo.cfg.dynamic.100000017')}\n`,
  );
}

test('the first start writes the configuration of the environment', async () => {
  expect(await start(3)).toContain(`QuorumPeerMain ${path('zoo.cfg')}`);
  expect(await text('zoo.cfg')).toContain('server.3=c:2888:3888;2181');
});

describe('a start after a reconfiguration', () => {
  test('that left the server out: it joins as an observer', async () => {
    await reconfigured(MEMBERS);
    await start(3);
    await start(3);
    expect(await text('zoo.cfg.dynamic.100000017')).toBe(
      `${MEMBERS}\nserver.3=c:2888:3888:observer;2181\n`,
    );
  });

  test('that kept the server leaves the members as they are', async () => {
    await reconfigured(MEMBERS);
    await start(2);
    expect(await text('zoo.cfg.dynamic.100000017')).toBe(MEMBERS);
  });
});
