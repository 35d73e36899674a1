/** The profiles of ClickHouse Keeper, with reads from the server's own state and through Raft.
 *
 *  Sources: ClickHouse, "ClickHouse Keeper" (keeper_server and its parameters); src/Coordination/CoordinationSettings.cpp
 *  (coordination_settings); docker/keeper/entrypoint.sh (KEEPER_CONFIG, CLICKHOUSE_DATA_DIR). */
import { describedProfile } from '../described-profile.ts';
import type { ProfileEntry } from '../profile-entry.ts';

const CONFIG = '/etc/clickhouse-keeper/keeper_config.xml';
const MANUAL = 'https://clickhouse.com/docs/guides/oss/deployment-and-scaling/keeper';

const config = (quorumReads: boolean): string => `<clickhouse>
  <logger>
    <level>information</level>
    <console>1</console>
  </logger>
  <listen_host>0.0.0.0</listen_host>
  <keeper_server>
    <tcp_port>{{ports.client}}</tcp_port>
    <server_id>{{id}}</server_id>
    <log_storage_path>{{folders.data}}/coordination/log</log_storage_path>
    <snapshot_storage_path>{{folders.data}}/coordination/snapshots</snapshot_storage_path>
    <four_letter_word_white_list>*</four_letter_word_white_list>
    <coordination_settings>
      <min_session_timeout_ms>1000</min_session_timeout_ms>
      <session_timeout_ms>60000</session_timeout_ms>
      <quorum_reads>${quorumReads}</quorum_reads>
      <raft_logs_level>information</raft_logs_level>
    </coordination_settings>
    <raft_configuration>{{#members}}
      <server>
        <id>{{id}}</id>
        <hostname>{{host}}</hostname>
        <port>{{ports.sync}}</port>
      </server>{{/members}}
    </raft_configuration>
  </keeper_server>
</clickhouse>
`;

const keeper = (
  quorumReads: boolean,
): Pick<ProfileEntry, 'image' | 'files' | 'environment' | 'configPath' | 'lacks' | 'cannot'> =>
  describedProfile({
    name: '',
    doc: '',
    image: 'clickhouse/clickhouse-keeper:latest',
    files: { [CONFIG]: config(quorumReads) },
    environment: { KEEPER_CONFIG: CONFIG, CLICKHOUSE_DATA_DIR: '{{folders.data}}' },
    configPath: CONFIG,
    lacks: [
      { name: 'reconfiguration', why: 'the profile leaves enable_reconfiguration off' },
      { name: 'container and TTL znodes', why: 'not every release has them' },
      { name: 'observers', why: 'every server of its raft_configuration votes' },
    ],
    cannot: [{ fault: 'files', why: "its files are not ZooKeeper's" }],
  });

export const clickhouseKeeper: ProfileEntry = {
  ...keeper(false),
  name: 'clickhouse-keeper',
  doc: 'ClickHouse Keeper; a server answers reads from its own state',
};

export const clickhouseKeeperQuorumReads: ProfileEntry = {
  ...keeper(true),
  name: 'clickhouse-keeper-quorum-reads',
  doc: 'ClickHouse Keeper with quorum_reads: reads go through Raft, and are linearizable',
  linearizableReads: `${MANUAL}: quorum_reads executes reads as writes through the whole Raft consensus`,
};
