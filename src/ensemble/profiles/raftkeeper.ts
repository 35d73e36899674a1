/** The profile `raftkeeper`: RaftKeeper of JD.
 *
 *  Sources: github.com/JDRaftKeeper/RaftKeeper, programs/server/config.xml (every key with its default), README.md
 *  (what it has not of ZooKeeper), programs/server/bin/start.sh (command), docker/k8s/Dockerfile (folders). */
import { describedProfile } from '../described-profile.ts';
import type { ProfileEntry } from '../profile-entry.ts';

const HOME = '/opt/raftkeeper';
const CONFIG = `${HOME}/conf/config.xml`;
const README =
  'https://github.com/JDRaftKeeper/RaftKeeper: all but container and TTL znodes, quotas, ...';

/** Raft has the port of `sync`; followers forward writes to the leader at that of `election`. The lower bound of an
 *  election is shortened from 10 s, so that elections fit into a test of a minute. */
const XML = `<?xml version="1.0"?>
<raftkeeper>
  <logger>
    <level>information</level>
    <log_to_console>true</log_to_console>
  </logger>
  <keeper>
    <my_id>{{id}}</my_id>
    <host>0.0.0.0</host>
    <port>{{ports.client}}</port>
    <forwarding_port>{{ports.election}}</forwarding_port>
    <internal_port>{{ports.sync}}</internal_port>
    <log_dir>{{folders.log}}</log_dir>
    <snapshot_dir>{{folders.data}}</snapshot_dir>
    <raft_settings>
      <min_session_timeout_ms>1000</min_session_timeout_ms>
      <max_session_timeout_ms>60000</max_session_timeout_ms>
      <election_timeout_lower_bound_ms>2000</election_timeout_lower_bound_ms>
      <election_timeout_upper_bound_ms>4000</election_timeout_upper_bound_ms>
      <log_fsync_mode>fsync_parallel</log_fsync_mode>
    </raft_settings>
    <cluster>{{#members}}
      <server>
        <id>{{id}}</id>
        <host>{{host}}</host>
        <internal_port>{{ports.sync}}</internal_port>
        <forwarding_port>{{ports.election}}</forwarding_port>
        <learner>{{#observer}}true{{/observer}}{{^observer}}false{{/observer}}</learner>
      </server>{{/members}}
    </cluster>
  </keeper>
</raftkeeper>
`;

export const raftkeeper: ProfileEntry = describedProfile({
  name: 'raftkeeper',
  doc: 'RaftKeeper, a server in C++ over NuRaft',
  image: 'raftkeeper:local',
  command: [`${HOME}/lib/raftkeeper`, 'server', `--config=${CONFIG}`],
  files: { [CONFIG]: XML },
  configPath: CONFIG,
  lacks: [
    { name: 'container and TTL znodes', why: README },
    { name: 'reconfiguration', why: 'its members change by its configuration, not by reconfig' },
  ],
  cannot: [{ fault: 'files', why: "its files are not ZooKeeper's" }],
});
