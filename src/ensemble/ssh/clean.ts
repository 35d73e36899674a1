/** Removal of what dead runs left on the hosts. */
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { AgentError } from '../agent.ts';
import { settled } from '../within.ts';
import { Host } from './host.ts';
import { loginOf } from './login-of.ts';
import { hostsOf, type SshOptions } from './options.ts';

/** Says what was removed. A host that a live run has is left alone.
 * @throws {HostError} naming a host that could not be reached, after the others were cleaned. */
export async function clean(
  options: { readonly log: Log; readonly clock: Clock; readonly ssh: SshOptions },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const removed = await settled(
    hostsOf(options.ssh).map(async name => {
      const login = await loginOf(name, options.ssh);
      const host = await Host.open({ ...options, login, sudo: options.ssh.sudo }, signal);
      try {
        return linesOf(name, await host.agent.ask(signal, 'clean'));
      } catch (error) {
        if (!(error instanceof AgentError)) throw error;
        options.log.warn(`${name}: left alone: ${error.message}`);
        return [];
      } finally {
        host.close();
      }
    }),
  );
  return removed.flat();
}

function linesOf(host: string, text: string): readonly string[] {
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map(line => `${line} on ${host}`);
}
