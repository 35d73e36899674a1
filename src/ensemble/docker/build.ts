/** Makes the containers of an ensemble: a network, and for each node a sidecar and a server in it. */
import type Docker from 'dockerode';
import type { Address, NodeName } from '../../contract.ts';
import { type Member, names, PORTS } from '../member.ts';
import type { ServerProfile } from '../profile.ts';
import { settled, within } from '../within.ts';
import { openAgent } from './agent.ts';
import type { Reach } from './engine.ts';
import { nodeLabels, runLabels } from './labels.ts';
import { type DockerNode, dockerNode } from './node.ts';

export interface Building {
  readonly docker: Docker;
  readonly runId: string;
  readonly profile: ServerProfile;
  readonly images: { readonly tools: string; readonly server: string };
  readonly reach: Reach;
  readonly signal: AbortSignal;
}

/** A node's sidecar, running: it owns the address, the rules and the process namespace. */
interface Sidecar {
  readonly member: Member;
  readonly container: Docker.Container;
  readonly addresses: readonly string[];
  readonly clients: Address;
}

/** Nodes started but not yet serving, and every address of each. */
export interface Built {
  readonly nodes: readonly DockerNode[];
  readonly addresses: ReadonlyMap<NodeName, readonly string[]>;
}

/** Calls that make something are waited for also when the signal aborts, so that a removal that follows
 *  finds all there is. */
export async function build(
  building: Building,
  size: { readonly voters: number; readonly observers: number },
): Promise<Built> {
  const { docker, runId, signal } = building;
  signal.throwIfAborted();
  await docker.createNetwork({ Name: `zoobreak-${runId}`, Labels: runLabels(runId) });
  const plan = names(size.voters, size.observers);
  const sidecars = await settled(plan.map(each => startSidecar(building, each)));
  const members = sidecars.map(({ member }) => member);
  const nodes = await settled(sidecars.map(each => startServer(building, each, members)));
  return { nodes, addresses: new Map(sidecars.map(s => [s.member.name, s.addresses])) };
}

/** The volume carries the clock shim into the server's container: the engine fills it from the image. */
async function startSidecar(building: Building, plan: Omit<Member, 'host'>): Promise<Sidecar> {
  const { docker, runId, images, reach, signal } = building;
  const volume = volumeOf(runId, plan.name);
  await docker.createVolume({ Name: volume, Labels: runLabels(runId) });
  const port = `${PORTS.client}/tcp`;
  const container = await docker.createContainer({
    name: `zoobreak-${runId}-${plan.name}-net`,
    Image: images.tools,
    Hostname: plan.name,
    Labels: nodeLabels(runId, plan.name, 'net'),
    ...(reach.kind === 'published' ? { ExposedPorts: { [port]: {} } } : {}),
    HostConfig: {
      NetworkMode: `zoobreak-${runId}`,
      CapDrop: ['ALL'],
      CapAdd: ['NET_ADMIN', 'KILL', 'SYS_PTRACE'],
      Binds: [`${volume}:/zoobreak`],
      ...(reach.kind === 'published' ? { PortBindings: { [port]: [{ HostPort: '' }] } } : {}),
    },
    NetworkingConfig: { EndpointsConfig: { [`zoobreak-${runId}`]: { Aliases: [plan.name] } } },
  });
  signal.throwIfAborted();
  await container.start();
  return addressed(container, plan, building);
}

async function addressed(
  container: Docker.Container,
  plan: Omit<Member, 'host'>,
  { runId, reach, signal }: Building,
): Promise<Sidecar> {
  const { NetworkSettings: settings } = await within(signal, container.inspect());
  const own = settings.Networks[`zoobreak-${runId}`];
  const host = own?.IPAddress;
  if (!host) throw new Error(`${plan.name}: the engine gave its container no address`);
  const published = settings.Ports[`${PORTS.client}/tcp`]?.[0]?.HostPort;
  const clients: Address =
    reach.kind === 'direct'
      ? { kind: 'tcp', host, port: PORTS.client }
      : { kind: 'tcp', host: reach.host, port: Number(published) };
  const addresses = [host, own.GlobalIPv6Address].filter(address => address !== '');
  return { member: { ...plan, host }, container, addresses, clients };
}

/** The server joins the network and the processes of its sidecar. */
async function startServer(
  building: Building,
  { member, container: sidecar, clients }: Sidecar,
  members: readonly Member[],
): Promise<DockerNode> {
  const { docker, runId, profile, images, signal } = building;
  signal.throwIfAborted();
  const environment = { ...profile.environment(member, members), LD_PRELOAD: '/zoobreak/clock.so' };
  const server = await docker.createContainer({
    name: `zoobreak-${runId}-${member.name}`,
    Image: images.server,
    Labels: nodeLabels(runId, member.name, 'server'),
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    HostConfig: {
      NetworkMode: `container:${sidecar.id}`,
      PidMode: `container:${sidecar.id}`,
      Binds: [`${volumeOf(runId, member.name)}:/zoobreak:ro`],
    },
  });
  signal.throwIfAborted();
  await server.start();
  const agent = await openAgent(docker, sidecar, signal);
  return dockerNode({ member, address: clients, agent, server });
}

function volumeOf(runId: string, node: NodeName): string {
  return `zoobreak-${runId}-${node}`;
}
