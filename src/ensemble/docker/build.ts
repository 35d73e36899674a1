/** Makes the containers of an ensemble: a network, and for each node a sidecar and a server in it.
 *
 *  Calls that make something are waited for also when the signal aborts, so that a removal that follows
 *  finds all there is. */
import type Docker from 'dockerode';
import type { FaultKind, NodeName } from '../../contract.ts';
import { needsShim } from '../disks.ts';
import { type Member, names } from '../member.ts';
import { settled } from '../within.ts';
import { openAgent } from './agent.ts';
import type { Building } from './building.ts';
import { CONFINED } from './confined.ts';
import { nodeLabels, runLabels } from './labels.ts';
import { USUAL_MEMORY } from './memory.ts';
import { type DockerNode, dockerNode } from './node.ts';
import { putFiles } from './put-files.ts';
import { diskOf, nameOf, type Sidecar, startSidecar, volumeOf } from './sidecar.ts';
import { downgradable, versionFromFile } from './version.ts';

/** To change to a user of its own, and give it the data: the official image begins as root. */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'];

/** Nodes started but not yet serving, and every address of each. */
export interface Built {
  readonly nodes: readonly DockerNode[];
  readonly addresses: ReadonlyMap<NodeName, readonly string[]>;
}

export async function build(
  building: Building,
  size: { readonly voters: number; readonly observers: number },
): Promise<Built> {
  const { docker, runId, signal } = building;
  signal.throwIfAborted();
  await docker.createNetwork({ Name: nameOf(runId), Labels: runLabels(runId) });
  const plan = names(size.voters, size.observers);
  const sidecars = await settled(plan.map(each => startSidecar(building, each)));
  const members = sidecars.map(({ member }) => member);
  const nodes = await settled(sidecars.map(each => startServer(building, each, members)));
  return { nodes, addresses: new Map(sidecars.map(s => [s.member.name, s.addresses])) };
}

async function startServer(
  building: Building,
  { member, container: sidecar, clients }: Sidecar,
  members: readonly Member[],
): Promise<DockerNode> {
  const { docker, clock, profile, signal } = building;
  signal.throwIfAborted();
  const options = serverOptions(building, member, sidecar.id);
  const usual = profile.environment(member, members);
  const command = profile.command?.(member, members);
  const exchanges = building.faults.includes('upgrade');
  const environment = exchanges ? downgradable(usual) : usual;
  const server = await docker.createContainer({
    ...options,
    ...(exchanges && versionFromFile),
    ...(command !== undefined && { Cmd: [...command] }),
    Env: assignments({ ...environment, ...DISK, LD_PRELOAD: shimsFor(building.faults) }),
  });
  await putFiles(server, profile.files?.(member, members) ?? {});
  signal.throwIfAborted();
  await server.start();
  const agent = await openAgent(docker, sidecar, signal);
  const { questions } = profile;
  return dockerNode({ member, address: clients, agent, clock, questions, server, sidecar });
}

/** The server joins the network and the processes of its sidecar. */
function serverOptions(
  { runId, images }: Building,
  { name }: Member,
  sidecar: string,
): Docker.ContainerCreateOptions {
  return {
    name: nameOf(runId, name),
    Image: images.server,
    Labels: nodeLabels(runId, name, 'server'),
    HostConfig: {
      NetworkMode: `container:${sidecar}`,
      PidMode: `container:${sidecar}`,
      Binds: [`${volumeOf(runId, name)}:/zoobreak:ro`, `${diskOf(runId, name)}:/disk`],
      CapDrop: ['ALL'],
      CapAdd: CAPABILITIES,
      ...USUAL_MEMORY,
      ...CONFINED,
    },
  };
}

/** The folders of the server's files, on the volume that the sidecar shares. */
const DISK = { ZOO_DATA_DIR: '/disk/data', ZOO_DATA_LOG_DIR: '/disk/log' };

/** The shim of the disk costs a system call for each write. */
function shimsFor(faults: readonly FaultKind[]): string {
  const shims = ['clock', ...(needsShim(faults) ? ['disk'] : [])];
  return shims.map(name => `/zoobreak/${name}.so`).join(' ');
}

function assignments(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}
