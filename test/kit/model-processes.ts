/** An ensemble of `zoobreak serve-model`, a process of this machine for each server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeName, ServerAddress } from '../../src/contract.ts';
import { freePorts } from './free-ports.ts';
import { startZoobreak } from './zoobreak.ts';

export interface ModelProcess {
  readonly server: ServerAddress;
  readonly port: number;
  /** The folder of its files. */
  readonly data: string;
  /** What it has written since it was started. */
  log(): string;
  start(): void;
  /** Resolves once it is gone. */
  kill(): Promise<void>;
  pause(): void;
  resume(): void;
}

export interface ModelProcesses extends AsyncDisposable {
  readonly processes: readonly ModelProcess[];
  readonly servers: readonly ServerAddress[];
  /** The one that leads, as the logs have it; undefined where none does. */
  leader(): ModelProcess | undefined;
}

/** All started. `bug`: planted in each of them. */
export async function modelProcesses(count: number, bug?: string): Promise<ModelProcesses> {
  const root = await mkdtemp(join(tmpdir(), 'zoobreak-model-'));
  const ports = await freePorts(3 * count);
  const addresses = Array.from(
    { length: count },
    (_, at) => `127.0.0.1:${ports[3 * at + 1]}:${ports[3 * at + 2]}`,
  );
  const processes = addresses.map((_, at) =>
    modelProcess(at + 1, ports[3 * at] ?? 0, root, [
      ...['--servers', addresses.join(',')],
      ...(bug === undefined ? [] : ['--bug', bug]),
    ]),
  );
  for (const each of processes) each.start();
  return {
    processes,
    servers: processes.map(({ server }) => server),
    leader: () => processes.find(each => isLeading(each.log())),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(processes.map(each => each.kill()));
      await rm(root, { recursive: true });
    },
  };
}

function isLeading(log: string): boolean {
  return log.lastIndexOf(' leads epoch ') > log.lastIndexOf(' looking: ');
}

function modelProcess(
  id: number,
  port: number,
  root: string,
  flags: readonly string[],
): ModelProcess {
  const data = join(root, `n${id}`);
  const own = ['--id', `${id}`, '--client-port', `${port}`, '--data', data];
  let running: ReturnType<typeof startZoobreak> | undefined;
  return {
    server: { node: `n${id}` as NodeName, address: { kind: 'tcp', host: '127.0.0.1', port } },
    port,
    data,
    log: () => running?.written.out ?? '',
    start: () => {
      running = startZoobreak(['serve-model', ...own, ...flags], { folder: root });
    },
    kill: async () => {
      running?.child.kill('SIGKILL');
      await running?.ended;
      running = undefined;
    },
    pause: () => void running?.child.kill('SIGSTOP'),
    resume: () => void running?.child.kill('SIGCONT'),
  };
}
