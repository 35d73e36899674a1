/** The sidecar of a node: a container of the tools image that owns the node's address, packet filter
 * and process namespace, and shares the volumes /zoobreak and /disk with the server. */
import type Docker from 'dockerode';
import type { Address } from '../../contract.ts';
import { type Member, PORTS } from '../member.ts';
import { within } from '../within.ts';
import type { Building } from './building.ts';
import { CONFINED } from './confined.ts';
import { LOCAL, type Reach } from './engine.ts';
import { nodeLabels, runLabels } from './labels.ts';

export interface Sidecar {
  readonly member: Member;
  readonly container: Docker.Container;
  /** Addresses of every IP family that the network has. */
  readonly addresses: readonly string[];
  /** Where clients on this machine reach the server. */
  readonly clients: Address;
}

const CLIENT_PORT = `${PORTS.client}/tcp`;

/** For the packet filter; packets sent twice; signals to the server's user; reading what its process has
 * loaded; its files, whose owner they keep. */
const CAPABILITIES = [
  ...['NET_ADMIN', 'NET_RAW', 'KILL', 'SYS_PTRACE'],
  ...['CHOWN', 'DAC_OVERRIDE', 'FOWNER'],
];

/** The volumes carry the shims into the server's container: the engine fills them from the image. */
export async function startSidecar(
  building: Building,
  plan: Omit<Member, 'host'>,
): Promise<Sidecar> {
  const { docker, runId, signal } = building;
  for (const Name of [volumeOf(runId, plan.name), diskOf(runId, plan.name)])
    await docker.createVolume({ Name, Labels: runLabels(runId) });
  const container = await docker.createContainer(sidecarOptions(building, plan.name));
  signal.throwIfAborted();
  await container.start();
  return addressed(container, plan, building);
}

/** The network, and the start of the names, of everything of a run. */
export function nameOf(runId: string, ...parts: readonly string[]): string {
  return ['zoobreak', runId, ...parts].join('-');
}

export function volumeOf(runId: string, node: string): string {
  return nameOf(runId, node);
}

/** The volume with the server's files. */
export function diskOf(runId: string, node: string): string {
  return nameOf(runId, node, 'disk');
}

function sidecarOptions(
  { runId, images, reach }: Building,
  node: string,
): Docker.ContainerCreateOptions {
  return {
    name: nameOf(runId, node, 'net'),
    Image: images.tools,
    Hostname: node,
    Labels: nodeLabels(runId, node, 'net'),
    ExposedPorts: { [CLIENT_PORT]: {} },
    HostConfig: {
      NetworkMode: nameOf(runId),
      CapDrop: ['ALL'],
      CapAdd: CAPABILITIES,
      ...CONFINED,
      Binds: [`${volumeOf(runId, node)}:/zoobreak`, `${diskOf(runId, node)}:/disk`],
      PortBindings: portBindings(reach),
    },
    NetworkingConfig: { EndpointsConfig: { [nameOf(runId)]: { Aliases: [node] } } },
  };
}

/** A port of the engine's choice. Where only this machine needs to reach it, only this machine can. */
function portBindings(reach: Reach): Docker.PortMap {
  if (reach.kind === 'direct') return {};
  const everywhere = '';
  const HostIp = reach.host === LOCAL ? LOCAL : everywhere;
  return { [CLIENT_PORT]: [{ HostIp, HostPort: '' }] };
}

async function addressed(
  container: Docker.Container,
  plan: Omit<Member, 'host'>,
  { runId, reach, signal }: Building,
): Promise<Sidecar> {
  const { NetworkSettings: settings } = await within(signal, container.inspect());
  const own = settings.Networks[nameOf(runId)];
  const host = own?.IPAddress;
  if (!host) throw new Error(`${plan.name}: the engine gave its container no address`);
  const addresses = [host, own.GlobalIPv6Address].filter(address => address !== '');
  const published = settings.Ports[CLIENT_PORT]?.[0]?.HostPort;
  const clients: Address =
    reach.kind === 'direct'
      ? { kind: 'tcp', host, port: PORTS.client }
      : { kind: 'tcp', host: reach.host, port: Number(published) };
  return { member: { ...plan, host }, container, addresses, clients };
}
