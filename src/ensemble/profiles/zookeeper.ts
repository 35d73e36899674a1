/** The profile `zookeeper`: Apache ZooKeeper, as it is run without a profile. */
import { SHIPPED_SERVERS } from '../profile.ts';
import type { ProfileEntry } from '../profile-entry.ts';

export const zookeeper: ProfileEntry = {
  name: 'zookeeper',
  doc: 'Apache ZooKeeper, or any image that takes the environment of its official image',
  image: SHIPPED_SERVERS.default,
};
