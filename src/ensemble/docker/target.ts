/** The Docker target: ensembles of containers on one engine.
 *
 *    const target = dockerTarget({ log, clock });
 *    const can = await target.available(signal);        // engine and images, or why not
 *    const ensemble = await target.start(
 *      { runId, server: '3.9.6', voters: 3, observers: 0 }, signal);   // resolves when it serves
 *    ...
 *    await ensemble.remove(signal);
 *
 *  `npx zoobreak images` makes the images; `server` may also be another release, an archive of
 *  one, or any image, such as zookeeper:3.9.
 *
 *  A node is two containers. The sidecar (tools image) comes first and owns the network and process
 *  namespaces; the server joins both, so that rules outlive the server and the server's image needs
 *  nothing of ours but LD_PRELOAD of the clock shim, which a volume shared by the two carries. All
 *  faults are done by an agent in the sidecar that holds a stream to this process: when the stream
 *  ends, the agent heals the node. */
import type Docker from 'dockerode';
import type { Clock } from '../../clock.ts';
import type { Ensemble, EnsembleSpec, FaultKind, Support, Target } from '../../contract.ts';
import type { Log } from '../../log.ts';
import { disksOf } from '../disks.ts';
import { isLegacy, profileOf, refusedBy } from '../profile.ts';
import type { ProfileEntry } from '../profile-entry.ts';
import { whenFormed } from '../serving.ts';
import { supportsOf } from '../supports.ts';
import { within } from '../within.ts';
import { build } from './build.ts';
import { connect, engineAddress, reachOf } from './engine.ts';
import { dockerEnsemble, factsOf } from './ensemble.ts';
import { digestOf, ourImages } from './image.ts';
import { removeDeadRuns, removeRun } from './remove.ts';
import { serverImage, whyNoServer } from './server-image.ts';
import { supportsUpgrade } from './version.ts';

/** How long the removal of a half-built ensemble may take. */
const REMOVE_MS = 30_000;

export interface DockerTargetOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** The server's profile, where it is the user's own. */
  readonly profile?: ProfileEntry;
}

export function dockerTarget(options: DockerTargetOptions): Target {
  let asked: string | undefined;
  return {
    name: 'docker',
    available: async (signal, server) => {
      asked = server;
      return available(options.log, signal, server);
    },
    supports: fault =>
      (asked === undefined ? undefined : ofServer(fault, asked, options.profile)) ?? { ok: true },
    start: (spec, signal) => start(options, spec, signal),
    clean: async signal => removeDeadRuns(await connect(), signal),
  };
}

async function available(log: Log, signal: AbortSignal, server?: string): Promise<Support> {
  const docker = await connect();
  try {
    await within(signal, docker.ping());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, why: `no Docker engine answers at ${engineAddress()}: ${why}` };
  }
  const why = await whyNoImages(docker, signal);
  if (why !== undefined) return { ok: false, why };
  const refused =
    server === undefined ? undefined : await whyNoServer(server, { docker, log, signal });
  return refused ?? { ok: true };
}

/** Whether a fault that depends on the server's version or profile alone can be injected; undefined for any other. */
function ofServer(fault: FaultKind, server: string, own?: ProfileEntry): Support | undefined {
  const refused = own && refusedBy(profileOf(server, { own }), fault);
  if (refused !== undefined) return refused;
  if (fault === 'upgrade') return supportsUpgrade(server);
  if (fault !== 'membership') return undefined;
  return isLegacy(server)
    ? { ok: false, why: `${server} has no reconfiguration: since 3.5 (ZOOKEEPER-107)` }
    : { ok: true };
}

async function whyNoImages(docker: Docker, signal: AbortSignal): Promise<string | undefined> {
  const { tools, server } = ourImages();
  const found = await Promise.all([tools, server].map(name => digestOf(docker, name, signal)));
  const absent = [tools, server].filter((_, index) => found[index] === undefined);
  return absent.length === 0
    ? undefined
    : `images not built: ${absent.join(', ')}; npx zoobreak images builds them`;
}

async function start(
  { log, clock, profile: own }: DockerTargetOptions,
  spec: EnsembleSpec,
  signal: AbortSignal,
): Promise<Ensemble> {
  const { runId, server, voters, observers, faults = [] } = spec;
  const profile = profileOf(server, { ...spec, own });
  const docker = await connect();
  const why = await whyNoImages(docker, signal);
  if (why !== undefined) throw new Error(why);
  const image = await serverImage(profile, { docker, log, signal });
  const images = { tools: ourImages().tools, server: image.name };
  try {
    const reach = await reachOf(docker, signal);
    const building = { docker, clock, runId, profile, images, reach, faults, signal };
    const built = await build(building, { voters, observers });
    await whenFormed(built.nodes, { clock, log }, signal);
    const { limits } = profile;
    const facts = await factsOf(docker, built.nodes, { image, limits }, signal);
    const disks = await disksOf(built.nodes, faults, signal);
    const tried = await supportsOf(built.nodes, disks, signal);
    const supports = (fault: FaultKind): Support => {
      if (fault === 'cpu' || fault === 'memory') return { ok: true };
      return ofServer(fault, server, own) ?? tried(fault);
    };
    const { nodes } = disks;
    return dockerEnsemble({
      docker,
      clock,
      runId,
      profile,
      built: { ...built, nodes },
      facts,
      supports,
    });
  } catch (error) {
    await removeRun(docker, runId, AbortSignal.timeout(REMOVE_MS)).catch(left(error));
    throw error;
  }
}

/** Throws why the start failed, and what its rest can be removed by. */
function left(error: unknown): (cause: unknown) => never {
  return cause => {
    throw new Error(
      `${error instanceof Error ? error.message : error}; what was started could not be removed ` +
        `(${cause instanceof Error ? cause.message : cause}): npx zoobreak clean --target docker`,
      { cause: error },
    );
  };
}
