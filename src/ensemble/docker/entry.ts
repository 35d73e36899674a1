/** The entry of the Docker target. */
import type { TargetEntry } from '../entry.ts';
import { SHIPPED_SERVERS } from '../profile.ts';

/** Memory of a server in a container with its sidecar. */
const NODE_MB = 700;

export const docker: TargetEntry = {
  name: 'docker',
  doc: 'containers of a Docker engine: the local one, or that of DOCKER_HOST',
  remedy:
    '`npm start` provisions an engine and the images; `npx zoobreak doctor` says what is missing.',
  servers: SHIPPED_SERVERS,
  /** Servers that wait for a core look like servers that fail. */
  footprint: nodes => ({ memoryMb: NODE_MB * nodes, cores: 2 }),
  provision: async say => (await import('./provision/provision.ts')).provision(say),
  open: async options => (await import('./target.ts')).dockerTarget(options),
};
