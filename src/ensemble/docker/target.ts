/** The Docker target: ensembles of containers on one engine.
 *
 *    const target = dockerTarget({ log, clock });
 *    const can = await target.available(signal);        // engine and images, or why not
 *    const ensemble = await target.start(
 *      { runId, server: '3.9.6', voters: 3, observers: 0 }, signal);   // resolves when it serves
 *    ...
 *    await ensemble.remove(signal);
 *
 *  `npm run images` makes the images; `server` may also be any image, such as zookeeper:3.9.
 *
 *  A node is two containers. The sidecar (tools image) comes first and owns the network and process
 *  namespaces; the server joins both, so that rules outlive the server and the server's image needs
 *  nothing of ours but LD_PRELOAD of the clock shim, which a volume shared by the two carries. All
 *  faults are done by an agent in the sidecar that holds a stream to this process: when the stream
 *  ends, the agent heals the node. */
import type Docker from 'dockerode';
import type { Clock } from '../../clock.ts';
import type { Ensemble, EnsembleSpec, Support, Target } from '../../contract.ts';
import type { Log } from '../../log.ts';
import { LIMITS, profileOf, type ServerProfile } from '../profile.ts';
import { within } from '../within.ts';
import { type Built, build } from './build.ts';
import { connect, engineAddress, reachOf } from './engine.ts';
import { dockerEnsemble, whenFormed } from './ensemble.ts';
import { digestOf, ourImages, pull } from './image.ts';
import { removeDeadRuns, removeRun } from './remove.ts';

export interface DockerTargetOptions {
  readonly log: Log;
  readonly clock: Clock;
}

export function dockerTarget(options: DockerTargetOptions): Target {
  return {
    name: 'docker',
    available,
    supports: () => ({ ok: true }),
    start: (spec, signal) => start(options, spec, signal),
    clean: async signal => removeDeadRuns(await connect(), signal),
  };
}

async function available(signal: AbortSignal): Promise<Support> {
  const docker = await connect();
  try {
    await within(signal, docker.ping());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, why: `no Docker engine answers at ${engineAddress()}: ${why}` };
  }
  const why = await whyNoImages(docker, signal);
  return why === undefined ? { ok: true } : { ok: false, why };
}

async function whyNoImages(docker: Docker, signal: AbortSignal): Promise<string | undefined> {
  const { tools, server } = ourImages();
  const found = await Promise.all([tools, server].map(name => digestOf(docker, name, signal)));
  const absent = [tools, server].filter((_, index) => found[index] === undefined);
  return absent.length === 0
    ? undefined
    : `images not built: ${absent.join(', ')}; npm run images builds them`;
}

async function start(
  { log, clock }: DockerTargetOptions,
  spec: EnsembleSpec,
  signal: AbortSignal,
): Promise<Ensemble> {
  const docker = await connect();
  const why = await whyNoImages(docker, signal);
  if (why !== undefined) throw new Error(why);
  const profile = profileOf(spec.server);
  const server = profile.image.kind === 'shipped' ? ourImages().server : profile.image.name;
  const images = { tools: ourImages().tools, server };
  const digest = await imageDigest(docker, server, { log, signal });
  const { runId } = spec;
  try {
    const reach = await reachOf(docker, signal);
    const built = await build({ docker, runId, profile, images, reach, signal }, spec);
    const facts = await factsOf(docker, { profile, image: server, digest, signal });
    return await formed(docker, { docker, clock, runId, profile, facts, built }, signal);
  } catch (error) {
    await removeRun(docker, runId, AbortSignal.timeout(REMOVE_MS));
    throw error;
  }
}

/** How long the removal of a half-built ensemble may take. */
const REMOVE_MS = 30_000;

async function formed(
  docker: Docker,
  parts: Parameters<typeof dockerEnsemble>[0] & { readonly built: Built },
  signal: AbortSignal,
): Promise<Ensemble> {
  const ensemble = dockerEnsemble(parts);
  await whenFormed(docker, ensemble, parts.built.nodes, signal);
  return ensemble;
}

async function imageDigest(
  docker: Docker,
  name: string,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<string> {
  const present = await digestOf(docker, name, signal);
  if (present !== undefined) return present;
  log.info('pulling the server image', { name });
  await pull(docker, name, signal);
  return (await digestOf(docker, name, signal)) ?? 'unknown';
}

async function factsOf(
  docker: Docker,
  found: {
    readonly profile: ServerProfile;
    readonly image: string;
    readonly digest: string;
    readonly signal: AbortSignal;
  },
): Promise<Readonly<Record<string, string>>> {
  const version = await within(found.signal, docker.version());
  return {
    server: found.profile.name,
    image: found.image,
    imageDigest: found.digest,
    engine: version.Version,
    kernel: version.KernelVersion ?? 'unknown',
    tickMs: String(LIMITS.tickMs),
    minSessionMs: String(LIMITS.minSessionMs),
    maxSessionMs: String(LIMITS.maxSessionMs),
  };
}
