/** The entry of the Docker target. */
import type { TargetEntry, TargetOptions } from '../entry.ts';
import { SHIPPED_SERVERS } from '../profile.ts';

type Options = TargetOptions & { readonly profile?: string };

/** Memory of a server in a container with its sidecar. */
const NODE_MB = 700;

export const docker: TargetEntry = {
  name: 'docker',
  doc: 'containers of a Docker engine: the local one, or that of DOCKER_HOST',
  remedy:
    '`npx zoobreak images` provides an engine and the images; `npx zoobreak doctor` says what is missing.',
  servers: {
    ...SHIPPED_SERVERS,
    atHand: async signal => (await import('./release/at-hand.ts')).serversAtHand(signal),
  },
  /** Servers that wait for a core look like servers that fail. */
  footprint: nodes => ({ memoryMb: NODE_MB * nodes, cores: 2 }),
  provision: async say => (await import('./provision/provision.ts')).provision(say),
  takes: ['profile', 'serverConfig'],
  open: async ({ profile, profiles = [], ...options }: Options) => {
    const { dockerTarget } = await import('./target.ts');
    const own = profiles.find(({ name }) => name === profile);
    return dockerTarget({ ...options, ...(own !== undefined && { profile: own }) });
  },
};
