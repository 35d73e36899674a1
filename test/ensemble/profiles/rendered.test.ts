/** The configurations that shipped profiles render, held against the keys that the servers document. */
import { expect, test } from 'vitest';
import { type Member, names } from '../../../src/ensemble/member.ts';
import { profileOf, refusedBy } from '../../../src/ensemble/profile.ts';
import { profiles } from '../../../src/ensemble/profiles.ts';

const members = names(2, 1).map((each): Member => ({ ...each, host: `10.0.0.${each.id}` }));
const voters = members.slice(0, 2);

function rendered(name: string, of: readonly Member[] = voters) {
  const own = profiles.find(each => each.name === name);
  const [self] = of;
  if (own === undefined || self === undefined) throw new RangeError(`no profile ${name}`);
  const profile = profileOf(own.image, { own });
  const files = profile.files?.(self, of) ?? {};
  const command = profile.command?.(self, of);
  return { profile, files, command, environment: profile.environment(self, of) };
}

test.each([
  ['clickhouse-keeper', voters],
  ['clickhouse-keeper-quorum-reads', voters],
  ['raftkeeper', members],
])('the configuration of %s', async (name, of) => {
  const [text = ''] = Object.values(rendered(name, of).files);
  await expect(text).toMatchFileSnapshot(`${name}.xml`);
});

test('the command of zetcd', async () => {
  const [shell, flag, line = ''] = rendered('zetcd').command ?? [];
  expect([shell, flag]).toEqual(['sh', '-c']);
  await expect(`${line}\n`).toMatchFileSnapshot('zetcd.sh.txt');
});

/** Keys that each server documents, as far as a profile may use them. */
const DOCUMENTED: Readonly<Record<string, readonly string[]>> = {
  // ClickHouse, "ClickHouse Keeper"; CoordinationSettings.cpp, at commit 002b4c07.
  clickhouse: [
    ...['clickhouse', 'logger', 'level', 'console', 'listen_host', 'keeper_server', 'tcp_port'],
    ...['server_id', 'log_storage_path', 'snapshot_storage_path', 'four_letter_word_white_list'],
    ...['coordination_settings', 'min_session_timeout_ms', 'session_timeout_ms', 'quorum_reads'],
    ...['raft_logs_level', 'raft_configuration', 'server', 'id', 'hostname', 'port'],
  ],
  // RaftKeeper, programs/server/config.xml, at commit 0167953c.
  raftkeeper: [
    ...['raftkeeper', 'logger', 'level', 'log_to_console', 'keeper', 'my_id', 'host', 'port'],
    ...['forwarding_port', 'internal_port', 'log_dir', 'snapshot_dir', 'raft_settings'],
    ...['min_session_timeout_ms', 'max_session_timeout_ms', 'election_timeout_lower_bound_ms'],
    ...['election_timeout_upper_bound_ms', 'log_fsync_mode', 'cluster', 'server', 'id', 'learner'],
  ],
};

test.each([
  ['clickhouse-keeper', 'clickhouse'],
  ['clickhouse-keeper-quorum-reads', 'clickhouse'],
  ['raftkeeper', 'raftkeeper'],
])('%s uses only keys that its server documents, in pairs', (name, root) => {
  const [text = ''] = Object.values(rendered(name).files);
  const opened = [...text.matchAll(/<(\w+)>/g)].map(([, key]) => key);
  const closed = [...text.matchAll(/<\/(\w+)>/g)].map(([, key]) => key);
  expect(opened[0]).toBe(root);
  expect(new Set(opened)).toEqual(new Set(DOCUMENTED[root]));
  expect(closed.toSorted()).toEqual(opened.toSorted());
});

test('quorum_reads is what the two profiles of ClickHouse Keeper differ in', () => {
  const [off] = Object.values(rendered('clickhouse-keeper').files);
  const [on] = Object.values(rendered('clickhouse-keeper-quorum-reads').files);
  expect(off?.replace('<quorum_reads>false<', '<quorum_reads>true<')).toBe(on);
  expect(off).not.toBe(on);
});

test('the profile `zookeeper` is a server without a profile', () => {
  const { profile, environment, command, files } = rendered('zookeeper');
  const usual = profileOf('3.9.6');
  const [self = members[0]] = voters;
  expect(environment).toEqual(self && usual.environment(self, voters));
  expect([command, files, profile.questions]).toEqual([undefined, {}, usual.questions]);
});

test('a fault that shows nothing of a server is refused by name, with the reason', () => {
  const { profile } = rendered('zetcd');
  expect(refusedBy(profile, 'clock')).toMatchObject({
    ok: false,
    why: expect.stringContaining('Go'),
  });
  expect(refusedBy(profile, 'membership')).toMatchObject({ ok: false });
  expect(refusedBy(profile, 'kill')).toBeUndefined();
});
