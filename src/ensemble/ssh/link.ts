/** One connection to a host with the agent on it: a persistent `bash --norc -s` that was fed its verbs. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Agent, agentOver } from '../agent.ts';
import { dial, type HostConnection } from './connection.ts';
import { HostError } from './host-error.ts';
import type { Login } from './login.ts';

/** How long a controller may be silent before its hosts take it for gone. */
const SILENCE_S = 20;
/** So it is not silent for longer than this. */
export const PING_MS: number = (SILENCE_S * 1000) / 5;

/** Its end ends the agent too, which heals the host. */
export interface Link extends Omit<HostConnection, 'exec'> {
  readonly agent: Agent;
}

/** @throws {HostError} */
export async function openLink(
  login: Login,
  { sudo }: { readonly sudo: boolean },
  signal: AbortSignal,
): Promise<Link> {
  const script = agentScript({ sudo, silenceS: SILENCE_S });
  const connection = await dial(login, signal);
  try {
    const channel = await connection.exec('bash --norc -s', signal);
    channel.stderr.resume();
    const agent = agentOver(login.name, channel, channel);
    channel.write(await script);
    channel.once('close', () => connection.close());
    await agent.ask(signal, 'ping');
    return { ...connection, agent };
  } catch (error) {
    connection.close();
    signal.throwIfAborted();
    throw new HostError(login.name, `expected bash on it, found: ${String(error)}`, error);
  }
}

/** What the shell of a host is fed. After `silenceS` seconds without a request the agent heals and ends. */
export async function agentScript({
  sudo,
  silenceS,
}: {
  readonly sudo: boolean;
  readonly silenceS: number;
}): Promise<string> {
  const parts = ['images/tools/hands', 'images/tools/disk-hands', 'hosts/agent'].map(hostFile);
  const [hands, diskHands, agent] = await Promise.all(parts.map(path => readFile(path, 'utf8')));
  const settings = [sudo ? "as_root='sudo -n'" : '', `idle_s=${silenceS}`];
  return [hands, diskHands, ...settings, agent].join('\n');
}

/** A file of the package's docker/, seen from src/ and from dist/src/. */
export function hostFile(path: string): string {
  const found = ['../../../docker', '../../../../docker']
    .map(folder => join(fileURLToPath(new URL(folder, import.meta.url)), path))
    .find(existsSync);
  if (found === undefined) throw new Error(`docker/${path}: expected beside src/, not found`);
  return found;
}
