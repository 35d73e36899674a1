import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SUPER_USER } from '../../src/client/members.ts';
import { type Member, names } from '../../src/ensemble/member.ts';
import { profileOf, SHIPPED_VERSIONS } from '../../src/ensemble/profile.ts';
import type { ProfileNode } from '../../src/ensemble/profile-entry.ts';

const members = names(2, 1).map((each): Member => ({ ...each, host: `10.0.0.${each.id}` }));

function environment(
  server: string,
  index = 0,
  reconfigurable = false,
): Readonly<Record<string, string>> {
  const self = members[index];
  if (self === undefined) throw new RangeError(`no member ${index}`);
  return profileOf(server, { reconfigurable }).environment(self, members);
}

describe('a server is named by', () => {
  test.each(SHIPPED_VERSIONS)('a version we ship: %s', version => {
    expect(profileOf(version).image).toEqual({ kind: 'shipped' });
    expect(environment(version).ZOO_VERSION).toBe(version);
  });

  test.each(['zookeeper:3.8', 'example.org/keeper', 'keeper@sha256:12'])('an image: %s', name => {
    expect(profileOf(name).image).toEqual({ kind: 'named', name });
    expect(environment(name)).not.toHaveProperty('ZOO_VERSION');
  });

  test.each(['3.5.9', '3.9.7'])('another release: %s', version => {
    expect(profileOf(version).image).toEqual({ kind: 'release', version });
    expect(environment(version)).not.toHaveProperty('ZOO_VERSION');
  });

  test('the path of an archive', () => {
    const file = './target/apache-zookeeper-3.10.0-SNAPSHOT-bin.tar.gz';
    const version = '3.10.0-SNAPSHOT';
    expect(profileOf(file).image).toEqual({ kind: 'archive', file, version });
  });

  test.each(['3.9', 'zookeeper', ''])("nothing else: '%s'", name => {
    expect(() => profileOf(name)).toThrow(
      `--server: expected a version we ship (3.4.13, 3.8.0, 3.9.3, 3.9.6), any release from 3.4.6 on such as 3.7.2, an image with its tag such as zookeeper:3.9, or an archive such as ./apache-zookeeper-3.9.4-bin.tar.gz; found '${name}'`,
    );
  });
});

describe('the environment', () => {
  test('names every member with its ports and its role', () => {
    expect(environment('3.9.6').ZOO_SERVERS).toBe(
      'server.1=10.0.0.1:2888:3888;2181 server.2=10.0.0.2:2888:3888;2181 server.3=10.0.0.3:2888:3888:observer;2181',
    );
  });

  test.each(['3.4.13', '3.4.6', 'zookeeper:3.4', 'zookeeper:3.4.14', './zookeeper-3.4.6.tar.gz'])(
    'of %s has no ;2181',
    server => {
      expect(environment(server).ZOO_SERVERS).toBe(
        'server.1=10.0.0.1:2888:3888 server.2=10.0.0.2:2888:3888 server.3=10.0.0.3:2888:3888:observer',
      );
    },
  );

  test('tells an observer, and nobody else, that it is one', () => {
    const extra = members.map((_, index) => environment('3.9.6', index).ZOO_CFG_EXTRA?.split(' '));
    expect(extra.map(lines => lines?.includes('peerType=observer'))).toEqual([false, false, true]);
  });

  test('gives each member its number', () => {
    expect(members.map((_, index) => environment('3.9.6', index).ZOO_MY_ID)).toEqual([
      '1',
      '2',
      '3',
    ]);
  });

  test('lets a server stand alone only where it is alone', () => {
    const [alone] = members;
    if (alone === undefined) throw new RangeError('no member');
    const single = profileOf('3.9.6').environment(alone, [alone]);
    expect([single.ZOO_STANDALONE_ENABLED, environment('3.9.6').ZOO_STANDALONE_ENABLED]).toEqual([
      'true',
      'false',
    ]);
  });
});

test("a profile of the user's own says which times its server keeps; the others are those of ours", () => {
  const own = {
    name: 'mine',
    doc: 'a server',
    image: 'keeper:1',
    limits: { maxSessionMs: 10_000 },
  };
  const { maxSessionMs, ...others } = profileOf('keeper:1', { own }).limits;
  const { maxSessionMs: usual, ...ours } = profileOf('3.9.6').limits;
  expect([maxSessionMs, usual]).toEqual([10_000, 60_000]);
  expect(others).toEqual(ours);
});

test("a node's command may be its own", () => {
  const image = { name: 'mine', doc: 'a server', image: 'keeper:1' };
  const command = ({ self, members: all }: ProfileNode) => [`--id=${self.id}/${all.length}`];
  const commands = members.map(self =>
    profileOf('keeper:1', { own: { ...image, command } }).command?.(self, members),
  );
  expect(commands).toEqual([['--id=1/3'], ['--id=2/3'], ['--id=3/3']]);
});

test('lines of the user come after those of the run', () => {
  const [self] = members;
  if (self === undefined) throw new RangeError('no member');
  const { environment } = profileOf('3.9.6', { config: ['forceSync=no', 'snapCount=100'] });
  expect(environment(self, members).ZOO_CFG_EXTRA).toMatch(
    /^minSessionTimeout=.* forceSync=no snapCount=100$/,
  );
});

test('members may be changed where that is asked for, by the super user that the workload is', () => {
  const settings = (reconfigurable?: boolean): string => {
    const { ZOO_CFG_EXTRA, JVMFLAGS } = environment('3.9.6', 0, reconfigurable);
    return `${ZOO_CFG_EXTRA} ${JVMFLAGS}`;
  };
  const digest = createHash('sha1').update(SUPER_USER).digest('base64');
  expect(settings(true)).toContain(' reconfigEnabled=true');
  expect(settings(true)).toContain(`superDigest=super:${digest}`);
  expect(settings()).not.toMatch(/reconfig|superDigest/);
});
