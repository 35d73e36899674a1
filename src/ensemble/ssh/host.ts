/** A host for as long as it is used: a connection that is made again when it is lost, and its agent.
 *
 * What only looks is asked again over the new connection. What changes something is not: whether it
 * was done is not known, and the host has healed itself meanwhile. */
import type { SFTPWrapper } from 'ssh2';
import { type Clock, deadline } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { type Agent, AgentGone } from '../agent.ts';
import { within } from '../within.ts';
import { HostError } from './host-error.ts';
import { type Link, openLink, PING_MS } from './link.ts';
import type { Login } from './login.ts';

const LOOKS: readonly string[] = [
  'ping',
  'state',
  'ask',
  'probe',
  'dropped',
  'read-clock',
  'shimmed',
];
/** How long a lost connection is tried for before the host counts as lost. */
const GIVE_UP_MS = 20_000;
const PAUSE_MS = 500;
/** A ping waits behind what the agent is doing, such as packing what is collected. */
const PING_LIMIT_MS = 60_000;

interface HostOptions {
  readonly login: Login;
  readonly sudo: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

export class Host {
  readonly name: string;
  readonly agent: Agent;
  /** Resolves with the reason when the host counts as lost. */
  readonly lost: Promise<HostError>;
  readonly #options: HostOptions;
  #link: Link;
  #again: Promise<Link> | undefined;
  #run: string | undefined;
  #lose: (error: HostError) => void = () => {};
  readonly #closed = new AbortController();

  /** @throws {HostError} */
  static async open(options: HostOptions, signal: AbortSignal): Promise<Host> {
    return new Host(options, await openLink(options.login, options, signal));
  }

  private constructor(options: HostOptions, link: Link) {
    this.#options = options;
    this.name = options.login.name;
    this.#link = link;
    this.lost = new Promise(resolve => {
      this.#lose = resolve;
    });
    this.agent = { ask: (signal, verb, ...words) => this.#ask(signal, verb, words) };
    this.#watch(link);
    void this.#ping();
  }

  get address(): string {
    return this.#link.address;
  }

  get connected(): boolean {
    return this.#again === undefined;
  }

  sftp(signal: AbortSignal): Promise<SFTPWrapper> {
    return this.#link.sftp(signal);
  }

  /** Marks the host as belonging to this run: a new connection continues with it. */
  claimed(runId: string): void {
    this.#run = runId;
  }

  close(): void {
    this.#closed.abort(new HostError(this.name, 'its connection was closed'));
    this.#link.close();
  }

  async #ask(
    signal: AbortSignal,
    verb: string,
    words: readonly (string | number)[],
  ): Promise<string> {
    for (;;) {
      signal.throwIfAborted();
      const { agent } = await within(signal, this.#again ?? Promise.resolve(this.#link));
      try {
        return await agent.ask(signal, verb, ...words);
      } catch (error) {
        if (!(error instanceof AgentGone)) throw error;
        if (!LOOKS.includes(verb)) throw this.#inDoubt(verb, error);
        await this.#options.clock.sleep(PAUSE_MS, signal);
      }
    }
  }

  #inDoubt(verb: string, cause: AgentGone): HostError {
    const why = `the connection was lost while it was asked to ${verb}: whether it did is not known`;
    return new HostError(this.name, why, cause);
  }

  #watch(link: Link): void {
    link.onClose(() => {
      if (this.#closed.signal.aborted || this.#link !== link) return;
      this.#options.log.warn(`${this.name}: the connection was lost; it is made again`);
      this.#again = this.#reconnect();
      this.#again.catch((error: unknown) => {
        if (error instanceof HostError) this.#lose(error);
      });
    });
  }

  async #reconnect(): Promise<Link> {
    const { clock, log } = this.#options;
    const limit = deadline(clock, GIVE_UP_MS, 'connecting again', this.#closed.signal);
    try {
      for (;;) {
        const link = await this.#adopted(limit.signal).catch((error: unknown) => {
          if (limit.signal.aborted) throw this.#gone(error);
        });
        if (link === undefined) {
          await clock.sleep(PAUSE_MS, limit.signal).catch(() => {});
          continue;
        }
        this.#link = link;
        this.#again = undefined;
        this.#watch(link);
        log.warn(`${this.name}: connected again; it had healed itself`);
        return link;
      }
    } finally {
      limit.cancel();
    }
  }

  /** A new connection, whose agent has taken the place of the one before. */
  async #adopted(signal: AbortSignal): Promise<Link> {
    const link = await openLink(this.#options.login, this.#options, signal);
    try {
      if (this.#run !== undefined) await link.agent.ask(signal, 'adopt', this.#run);
      return link;
    } catch (error) {
      link.drop();
      throw error;
    }
  }

  #gone(cause: unknown): HostError {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new HostError(
      this.name,
      `the connection was lost and could not be made again within ${GIVE_UP_MS / 1000} s (${why}). Once it is up again: npx zoobreak clean --target ssh`,
      cause,
    );
  }

  /** Keeps the dead man's switch from going off, and finds out that a silent host is gone. */
  async #ping(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#closed;
    while (!signal.aborted) {
      await clock.sleep(PING_MS, signal).catch(() => {});
      if (signal.aborted || !this.connected) continue;
      const link = this.#link;
      const limit = deadline(clock, PING_LIMIT_MS, `${this.name}: a sign that it is alive`, signal);
      await link.agent.ask(limit.signal, 'ping').catch(() => link.drop());
      limit.cancel();
    }
  }
}
