/** One ssh connection: dialled with a deadline, its host's key verified, logged in. */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import type {
  AgentAuthMethod,
  Client,
  ClientChannel,
  ConnectConfig,
  PublicKeyAuthMethod,
  SFTPWrapper,
} from 'ssh2';
import { within } from '../within.ts';
import { HostError, locked, refused, untrusted } from './host-error.ts';
import { knownKeys, trustIn } from './known-hosts.ts';
import type { Login } from './login.ts';

const READY_MS = 15_000;
/** A host that is silent for three of these is gone. */
const KEEPALIVE_MS = 5_000;

export interface HostConnection {
  /** The host's address, as it was reached. */
  readonly address: string;
  exec(command: string, signal: AbortSignal): Promise<ClientChannel>;
  sftp(signal: AbortSignal): Promise<SFTPWrapper>;
  onClose(listener: () => void): void;
  close(): void;
  /** Closes without a word to the host, which may not answer. */
  drop(): void;
}

/** @throws {HostError} */
export async function dial(login: Login, signal: AbortSignal): Promise<HostConnection> {
  const { Client: SshClient } = (await import('ssh2')).default;
  // ssh2 may tell of one failure several times, and an error that nobody listens for ends the process.
  const client = new SshClient().on('error', () => {});
  const socket = await reached(login, signal);
  const whyNot: { untrusted?: string } = {};
  try {
    const config = await configOf(login, socket, whyNot);
    const ready = readyOf(client, config);
    await within(signal, ready);
  } catch (error) {
    client.destroy();
    socket.destroy();
    signal.throwIfAborted();
    throw new HostError(login.name, whyNot.untrusted ?? wordsOf(error, login), error);
  }
  return connectionOver(client, socket.remoteAddress ?? login.hostname);
}

async function reached({ name, hostname, port }: Login, signal: AbortSignal): Promise<Socket> {
  const socket = createConnection({ host: hostname, port, noDelay: true });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(READY_MS)]);
  try {
    await once(socket, 'connect', { signal: limit });
    return socket.on('error', () => {}); // ssh2 tells of it
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    const why = limit.aborted ? `no answer within ${READY_MS / 1000} s` : reasonOf(error);
    throw new HostError(
      name,
      `expected an ssh server at ${hostname} port ${port}, found: ${why}. Check the nodes file, --ssh-port, and that the machine is up`,
      error,
    );
  }
}

function readyOf(client: Client, config: ConnectConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('ready', resolve).once('error', reject);
    client.once('close', () => reject(new Error('the connection was closed')));
    client.connect(config);
  });
}

async function configOf(
  login: Login,
  sock: Socket,
  whyNot: { untrusted?: string },
): Promise<ConnectConfig> {
  const known = knownKeys(login.knownHosts.text, login.keyAlias, login.port);
  const prepend = [...new Set(known.flatMap(({ type }) => algorithmsOf(type)))];
  return {
    sock,
    username: login.username,
    readyTimeout: READY_MS,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: 3,
    authHandler: await methodsOf(login),
    algorithms: { serverHostKey: { append: [], prepend, remove: [] } },
    hostVerifier: (offered: Buffer) => {
      const trust = trustIn(known, offered);
      if (trust !== 'known') whyNot.untrusted = untrusted(trust, offered, known, login);
      return trust === 'known';
    },
  };
}

type HostKeyAlgorithm = 'ssh-ed25519' | 'rsa-sha2-512' | 'rsa-sha2-256' | EcdsaAlgorithm;
type EcdsaAlgorithm = 'ecdsa-sha2-nistp256' | 'ecdsa-sha2-nistp384' | 'ecdsa-sha2-nistp521';

/** The signatures that a key of a known type makes, so that the host offers that key. */
function algorithmsOf(type: string): readonly HostKeyAlgorithm[] {
  switch (type) {
    case 'ssh-rsa':
      return ['rsa-sha2-512', 'rsa-sha2-256'];
    case 'ssh-ed25519':
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521':
      return [type];
    default:
      return [];
  }
}

type Method = AgentAuthMethod | PublicKeyAuthMethod;

/** Keys that were named come first: a server allows some tries only. */
async function methodsOf({ name, username, keys, agent }: Login): Promise<Method[]> {
  const { utils } = (await import('ssh2')).default;
  const methods: Method[] = [];
  const unusable: string[] = [];
  for (const { file, bytes } of keys) {
    const parsed = utils.parseKey(bytes);
    if (parsed instanceof Error) unusable.push(locked(file, parsed.message));
    else methods.push({ type: 'publickey', username, key: bytes });
  }
  if (agent !== undefined) methods.push({ type: 'agent', username, agent });
  if (methods.length === 0 && unusable[0] !== undefined) throw new HostError(name, unusable[0]);
  return methods;
}

function wordsOf(error: unknown, login: Login): string {
  if (error instanceof HostError) return error.why;
  const level = error instanceof Error && 'level' in error ? error.level : undefined;
  if (level === 'client-authentication') return refused(login);
  return `the ssh connection failed: ${reasonOf(error)}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function connectionOver(client: Client, address: string): HostConnection {
  return {
    address: address.replace(/^::ffff:/, ''),
    exec: (command, signal) =>
      within(
        signal,
        new Promise((resolve, reject) =>
          client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel))),
        ),
      ),
    sftp: signal =>
      within(
        signal,
        new Promise((resolve, reject) =>
          client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))),
        ),
      ),
    onClose: listener => void client.once('close', listener),
    close: () => void client.end(),
    drop: () => void client.destroy(),
  };
}
