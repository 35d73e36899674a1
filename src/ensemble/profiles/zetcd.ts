/** The profile `zetcd`: ZooKeeper's protocol over etcd, one zetcd beside one etcd in each container.
 *
 *  Sources: github.com/etcd-io/zetcd, cmd/zetcd/zetcd.go (flags; it answers no four-letter word), zk.go (operations);
 *  etcd 3.4, "Configuration flags". No image is published with both: docs/profiles.md says how to build one. */
import { describedProfile } from '../described-profile.ts';
import type { ProfileEntry } from '../profile-entry.ts';

const ETCD_CLIENTS = 'http://127.0.0.1:2379';

/** The port of Raft is that of `sync`, so that cuts between servers reach it; nothing uses that of `election`. */
const ETCD = [
  'etcd --name {{name}} --data-dir {{folders.data}}',
  `--listen-client-urls ${ETCD_CLIENTS} --advertise-client-urls ${ETCD_CLIENTS}`,
  '--listen-peer-urls http://{{host}}:{{ports.sync}}',
  '--initial-advertise-peer-urls http://{{host}}:{{ports.sync}}',
  '--initial-cluster {{#members}}{{name}}=http://{{host}}:{{ports.sync}}{{^last}},{{/last}}{{/members}}',
].join(' ');
const ZETCD = `exec zetcd --zkaddr 0.0.0.0:{{ports.client}} --endpoints ${ETCD_CLIENTS}`;

const SOURCE = 'zk.go of github.com/etcd-io/zetcd has no such operation';

export const zetcd: ProfileEntry = describedProfile({
  name: 'zetcd',
  doc: 'zetcd, a proxy from the protocol of ZooKeeper to etcd, beside an etcd on every node',
  image: 'zetcd:local',
  command: ['sh', '-c', `${ETCD} & ${ZETCD}`],
  readiness: 'client',
  role: {
    command: [
      ...['sh', '-c'],
      `etcdctl endpoint status -w fields --endpoints ${ETCD_CLIENTS} | ` +
        `awk '/^"MemberID"/ {own=$3} /^"Leader"/ {print $3 == own ? "leader" : "follower"}'`,
    ],
  },
  lacks: [
    { name: 'container and TTL znodes', why: SOURCE },
    { name: 'reconfiguration', why: SOURCE },
    { name: 'observers', why: 'every etcd of its initial cluster votes' },
    { name: 'persistent watches', why: SOURCE },
    { name: 'multi reads', why: SOURCE },
    { name: 'create2 and removal of watches', why: SOURCE },
    { name: 'counts of descendants and of ephemerals', why: SOURCE },
    { name: 'whoAmI', why: SOURCE },
  ],
  cannot: [
    { fault: 'files', why: "its files are those of etcd, not ZooKeeper's" },
    { fault: 'clock', why: 'programs in Go read the clock without the C library, past the shim' },
    { fault: 'disk', why: 'programs in Go write without the C library, past the shim' },
    { fault: 'power', why: 'programs in Go write without the C library, past the shim' },
  ],
});
