/** Other versions of a server: those of our own image, which has several. A file on the volume that the sidecar shares
 *  with the server names the one that the container starts. */
import type Docker from 'dockerode';
import type { NodeVersion, Support } from '../../contract.ts';
import { SHIPPED_VERSIONS } from '../profile.ts';
import type { Environment } from '../profile-entry.ts';
import { versionIn } from '../srvr.ts';
import { runIn } from './run-in.ts';

const FILE = '/zoobreak/version';

/** Versions that take each other's place. 3.4 is configured in another form. */
export const EXCHANGEABLE: readonly string[] = SHIPPED_VERSIONS.filter(
  version => !version.startsWith('3.4.'),
);

export function supportsUpgrade(server: string): Support {
  if (EXCHANGEABLE.includes(server)) return { ok: true };
  const why = `it needs servers of our own image, ${EXCHANGEABLE.join(', ')}, and found --server ${server}`;
  return { ok: false, why };
}

/** Starts the version that the file names, or that of the environment. */
export const versionFromFile: Docker.ContainerCreateOptions = {
  Entrypoint: [
    ...['sh', '-c'],
    `if [ -s ${FILE} ]; then ZOO_VERSION=$(cat ${FILE}); export ZOO_VERSION; fi; exec entrypoint`,
  ],
};

/** Lets older versions read the snapshots of newer ones.
 *  Source: ZooKeeper Administrator's Guide, zookeeper.serializeLastProcessedZxid.enabled (3.9.0). */
export function downgradable(environment: Environment): Environment {
  const { JVMFLAGS = '' } = environment;
  const flag = '-Dzookeeper.serializeLastProcessedZxid.enabled=false';
  return { ...environment, JVMFLAGS: `${JVMFLAGS} ${flag}` };
}

interface Parts {
  readonly sidecar: Docker.Container;
  srvr(signal: AbortSignal): Promise<string>;
}

export function nodeVersion({ sidecar, srvr }: Parts): NodeVersion {
  return {
    use: (version = '', signal) =>
      runIn(sidecar, ['sh', '-c', `printf %s "$0" >${FILE}`, version], signal),
    said: async signal => versionIn(await srvr(signal)),
  };
}
