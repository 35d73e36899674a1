/** A server of your own, for `--profile`: its image, and the environment of each node's container. */
import type { ProfileEntry } from 'zoobreak';

const busy: ProfileEntry = {
  name: 'busy',
  doc: 'ZooKeeper that writes a snapshot every thousand transactions',
  image: 'zookeeper:3.9',
  environment: ({ usual }) => ({
    ...usual,
    ZOO_CFG_EXTRA: `${usual.ZOO_CFG_EXTRA} snapCount=1000`,
  }),
};

export default busy;
