/** How to log in to a host: the user's flags, then ~/.ssh/config, then OpenSSH's own defaults. */
import { readFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { HostError } from './host-error.ts';
import type { Login } from './login.ts';
import type { SshOptions } from './options.ts';

const SSH = join(homedir(), '.ssh');
const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map(name => join(SSH, name));
const SYSTEM_KNOWN_HOSTS = '/etc/ssh/ssh_known_hosts';

/** @throws {HostError} where the configuration asks for what is not supported, or a file is missing. */
export async function loginOf(name: string, options: SshOptions): Promise<Login> {
  const config = await configOf(name, options);
  refuseProxies(name, config);
  const hostname = (config.get('hostname') ?? [name])[0] ?? name;
  const agent = config.get('identityagent')?.[0] ?? process.env.SSH_AUTH_SOCK;
  const onlyKeys = config.get('identitiesonly')?.[0] === 'yes' || agent === 'none';
  return {
    name,
    hostname: hostname.replaceAll('%h', name),
    port: options.sshPort ?? Number(config.get('port')?.[0] ?? 22),
    username: options.username ?? config.get('user')?.[0] ?? userInfo().username,
    keyAlias: config.get('hostkeyalias')?.[0] ?? hostname,
    knownHosts: await knownHostsOf(name, options, config),
    keys: await keysOf(name, options, config),
    ...(agent && !onlyKeys ? { agent: expanded(agent) } : {}),
  };
}

/** What a configuration says of one host: names in lower case, each with all its values. */
type HostConfig = ReadonlyMap<string, readonly string[]>;

async function configOf(name: string, { username }: SshOptions): Promise<HostConfig> {
  const text = (await Promise.all([join(SSH, 'config'), '/etc/ssh/ssh_config'].map(textOf))).join(
    '\n',
  );
  const { default: SshConfig } = await import('ssh-config');
  const query = { Host: name, ...(username === undefined ? {} : { User: username }) };
  const computed = SshConfig.parse(text).compute(query, { ignoreCase: true });
  return new Map(
    Object.entries(computed).map(([key, value]) => [
      key,
      typeof value === 'string' ? [value] : value,
    ]),
  );
}

function refuseProxies(name: string, config: HostConfig): void {
  for (const key of ['proxyjump', 'proxycommand']) {
    const value = config.get(key)?.[0];
    if (value === undefined || value === 'none') continue;
    throw new HostError(
      name,
      `~/.ssh/config: expected a host that is reached directly, found ${key} ${value}: run zoobreak behind it`,
    );
  }
}

async function knownHostsOf(
  name: string,
  { knownHosts }: SshOptions,
  config: HostConfig,
): Promise<Login['knownHosts']> {
  const [first, ...others] = (
    config.get('userknownhostsfile')?.flatMap(value => value.split(/\s+/)) ?? ['~/.ssh/known_hosts']
  ).map(expanded);
  const file = knownHosts ?? first ?? join(SSH, 'known_hosts');
  if (knownHosts !== undefined) return { file, text: await required(name, '--known-hosts', file) };
  const texts = await Promise.all([file, ...others, SYSTEM_KNOWN_HOSTS].map(textOf));
  return { file, text: texts.join('\n') };
}

async function keysOf(
  name: string,
  { sshPrivateKey }: SshOptions,
  config: HostConfig,
): Promise<Login['keys']> {
  if (sshPrivateKey !== undefined) {
    const text = await required(name, '--ssh-private-key', sshPrivateKey);
    return [{ file: sshPrivateKey, bytes: Buffer.from(text) }];
  }
  const files = config.get('identityfile')?.map(expanded) ?? DEFAULT_KEYS;
  const keys = await Promise.all(
    files.map(async file => ({ file, bytes: Buffer.from(await textOf(file)) })),
  );
  return keys.filter(({ bytes }) => bytes.length > 0);
}

async function required(name: string, flag: string, file: string): Promise<string> {
  const text = await textOf(file);
  if (text !== '') return text;
  throw new HostError(
    name,
    `${flag}: expected a file that can be read, found none at ${resolve(file)}`,
  );
}

/** Empty where there is no such file. */
async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

function expanded(path: string): string {
  return path.replace(/^~(?=\/|$)/, homedir()).replaceAll('%d', homedir());
}
