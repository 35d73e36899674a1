/** Server profiles: how a compatible server is configured and started.
 *
 * A server is named by a version we ship (`3.9.6`), by another release (`3.7.2`) or an archive of one, or by an
 * image (`zookeeper:3.8`). All are configured by the environment that the official image documents: ZOO_MY_ID, ZOO_SERVERS,
 * ZOO_CFG_EXTRA, ZOO_STANDALONE_ENABLED, ... Source: the official image's page. */
import type { FaultKind, Support } from '../contract.ts';
import type { Servers } from './entry.ts';
import { type Member, PORTS } from './member.ts';
import { OTHER_SERVERS, type OtherServer, otherServer } from './other-server.ts';
import type { Environment, ProfileEntry, ProfileNode, ServerLimits } from './profile-entry.ts';
import { type Questions, SRVR } from './readiness.ts';

/** The versions in our server image: Debian's bullseye, bookworm, trixie and sid. */
export const SHIPPED_VERSIONS: readonly string[] = ['3.4.13', '3.8.0', '3.9.3', '3.9.6'];

/** Versions in our image, other releases, and images of others. */
export const SHIPPED_SERVERS: Servers = {
  default: '3.9.6',
  names: SHIPPED_VERSIONS,
  others: OTHER_SERVERS,
  isOther: server => otherServer(server) !== undefined,
};

/** Times of the server, chosen so that elections and expirations fit into a test of a minute. */
export const LIMITS = {
  tickMs: 500,
  /** Ticks a follower may take to connect and sync to the leader: 10 s. */
  initTicks: 20,
  /** Ticks a follower may be out of date: 4 s. */
  syncTicks: 8,
  minSessionMs: 1_000,
  maxSessionMs: 60_000,
  /** Between two searches for containers and TTL znodes to remove; a minute by default. */
  containerCheckMs: 5_000,
} as const;

/** The facts of an ensemble that tell its times. */
export const limitFacts = (limits: ServerLimits): Readonly<Record<keyof ServerLimits, string>> => ({
  tickMs: String(limits.tickMs),
  containerCheckMs: String(limits.containerCheckMs),
  minSessionMs: String(limits.minSessionMs),
  maxSessionMs: String(limits.maxSessionMs),
});

export interface ServerProfile {
  /** The name that the user gave. */
  readonly name: string;
  /** Where its image comes from: our own has the versions we ship. */
  readonly image: { readonly kind: 'shipped' } | OtherServer;
  /** Where the container has its configuration. */
  readonly configPath: string;
  /** How its servers are found ready, and their roles read. */
  readonly questions: Questions;
  /** The container's command. Absent: the image's own. */
  command?(self: Member, members: readonly Member[]): readonly string[];
  environment(self: Member, members: readonly Member[]): Environment;
  /** Texts by their paths in the container. */
  files?(self: Member, members: readonly Member[]): Readonly<Record<string, string>>;
  readonly cannot: NonNullable<ProfileEntry['cannot']>;
  readonly limits: ServerLimits;
}

interface ProfileOptions {
  /** Whether the super user, whose password is `zoobreak`, may change the members. Default: no. */
  readonly reconfigurable?: boolean;
  /** Lines `key=value` that the user adds to the configuration. Default: none. */
  readonly config?: readonly string[];
  /** The user's own profile, which has the last word. */
  readonly own?: ProfileEntry | undefined;
}

/** The profile of a server.
 * @throws {RangeError} where it is neither a version we ship nor the name of another server. */
export function profileOf(server: string, options: ProfileOptions = {}): ServerProfile {
  const usual = usualProfile(server, options);
  return options.own === undefined ? usual : ownProfile(options.own, usual);
}

function ownProfile(own: ProfileEntry, usual: ServerProfile): ServerProfile {
  const { command, configPath = usual.configPath, readiness = 'srvr' } = own;
  const { role = readiness === 'srvr' ? 'srvr' : 'none' } = own;
  const nodeOf = (self: Member, members: readonly Member[]): ProfileNode => ({
    self,
    members,
    usual: usual.environment(self, members),
  });
  return {
    ...usual,
    configPath,
    limits: { ...usual.limits, ...own.limits },
    questions: { readiness, role },
    cannot: cannotOf(own),
    files: (self, members) => own.files?.(nodeOf(self, members)) ?? {},
    ...(command !== undefined && {
      command: (self, members) =>
        typeof command === 'function' ? command(nodeOf(self, members)) : command,
    }),
    environment: (self, members) => {
      const node = nodeOf(self, members);
      return own.environment?.(node) ?? node.usual;
    },
  };
}

/** Faults that nodes of a profile cannot suffer: members of a server without reconfiguration are not changed. */
function cannotOf({ cannot = [], lacks = [] }: ProfileEntry): ServerProfile['cannot'] {
  const fixed = lacks.filter(({ name }) => name === 'reconfiguration');
  return [...cannot, ...fixed.map(({ why }) => ({ fault: 'membership' as const, why }))];
}

/** Why a profile does not let a fault be injected. */
export function refusedBy(
  { name, cannot }: Pick<ServerProfile, 'name' | 'cannot'>,
  fault: FaultKind,
): Support | undefined {
  const found = cannot.find(each => each.fault === fault);
  return found && { ok: false, why: `${name}: ${found.why}` };
}

function usualProfile(
  server: string,
  { reconfigurable = false, config = [] }: ProfileOptions,
): ServerProfile {
  const shipped = SHIPPED_VERSIONS.includes(server);
  const image = shipped ? { kind: 'shipped' as const } : otherServer(server);
  if (image === undefined) throw new RangeError(unknownServer(server));
  const legacy = isLegacy(server);
  return {
    name: server,
    image,
    configPath: '/conf/zoo.cfg',
    limits: LIMITS,
    questions: SRVR,
    cannot: [],
    environment: (self, members) => {
      const environment = withConfig(environmentOf(self, members, legacy), config);
      return {
        ...(shipped ? { ZOO_VERSION: server } : {}),
        ...(reconfigurable ? withReconfiguration(environment) : environment),
      };
    },
  };
}

/** Whether it is a 3.4, which is configured in another form and cannot be reconfigured. */
export function isLegacy(server: string): boolean {
  const other = otherServer(server);
  return /(^|:)3\.4(\.|$|-)/.test(other?.kind === 'archive' ? other.version : server);
}

/** Adds lines to the configuration; of a key that it has already, the last one counts. */
export function withConfig(environment: Environment, config: readonly string[]): Environment {
  const { ZOO_CFG_EXTRA = '' } = environment;
  return { ...environment, ZOO_CFG_EXTRA: [ZOO_CFG_EXTRA, ...config].join(' ') };
}

/** Source: DigestAuthenticationProvider.generateDigest of `super:zoobreak`. */
const SUPER_DIGEST = 'super:TJyQNezDJcnB1seyl8mfNnP7Tho=';

function withReconfiguration(environment: Environment): Environment {
  const { ZOO_CFG_EXTRA, JVMFLAGS } = environment;
  const flag = `-Dzookeeper.DigestAuthenticationProvider.superDigest=${SUPER_DIGEST}`;
  return {
    ...environment,
    ZOO_CFG_EXTRA: `${ZOO_CFG_EXTRA} reconfigEnabled=true`,
    JVMFLAGS: `${JVMFLAGS} ${flag}`,
  };
}

function unknownServer(server: string): string {
  return `--server: expected a version we ship (${SHIPPED_VERSIONS.join(', ')}), ${OTHER_SERVERS}; found '${server}'`;
}

/** `legacy`: 3.4, whose servers' lines have no client port. */
export function environmentOf(
  self: Member,
  members: readonly Member[],
  legacy: boolean,
): Environment {
  return {
    ZOO_MY_ID: String(self.id),
    ZOO_SERVERS: members.map(member => serverLine(member, legacy)).join(' '),
    ZOO_STANDALONE_ENABLED: String(members.length === 1),
    ZOO_TICK_TIME: String(LIMITS.tickMs),
    ZOO_INIT_LIMIT: String(LIMITS.initTicks),
    ZOO_SYNC_LIMIT: String(LIMITS.syncTicks),
    ZOO_MAX_CLIENT_CNXNS: '0',
    ZOO_ADMINSERVER_ENABLED: 'false',
    ZOO_4LW_COMMANDS_WHITELIST: '*',
    ZOO_CFG_EXTRA: extraLines(self).join(' '),
    JVMFLAGS: JVM_FLAGS.join(' '),
  };
}

/** `server.1=HOST:2888:3888;2181`; 3.4 knows no `;2181`. */
function serverLine(member: Member, legacy: boolean): string {
  const role = member.observer ? ':observer' : '';
  const client = legacy ? '' : `;${PORTS.client}`;
  const host = member.host.includes(':') ? `[${member.host}]` : member.host;
  return `server.${member.id}=${host}:${PORTS.sync}:${PORTS.election}${role}${client}`;
}

function extraLines(self: Member): readonly string[] {
  return [
    `minSessionTimeout=${LIMITS.minSessionMs}`,
    `maxSessionTimeout=${LIMITS.maxSessionMs}`,
    'extendedTypesEnabled=true',
    ...(self.observer ? ['peerType=observer'] : []),
  ];
}

/** Without the first, an election after a long cut waits up to a minute for its own back-off. */
const JVM_FLAGS: readonly string[] = [
  '-Dzookeeper.fastleader.maxNotificationInterval=1000',
  '-Dzookeeper.jmx.log4j.disable=true',
  `-Dznode.container.checkIntervalMs=${LIMITS.containerCheckMs}`,
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
];
