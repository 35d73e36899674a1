/** A model ensemble: servers, their machines and the network between them, as the runner and the nemeses see it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ensemble, EnsembleSpec, FaultKind, NodeName, Role, Support } from '../../contract.ts';
import type { Random } from '../../random.ts';
import { notServing } from '../srvr.ts';
import { CHECK_TICKS } from './container-manager.ts';
import { Machine } from './machine.ts';
import { MAX_SESSION_MS, type Membership, MIN_SESSION_MS, TICK_MS } from './membership.ts';
import type { Notification } from './messages.ts';
import { ModelNode } from './model-node.ts';
import { ModelNetwork } from './network.ts';
import type { Rules } from './rules.ts';
import { modelSupports } from './unmodelled.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { Wiring } from './wiring.ts';

/** Between two looks at whether all serve. */
const POLL_MS = 100;

interface World {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly rules: Rules;
}

export class ModelEnsemble implements Ensemble {
  readonly nodes: readonly ModelNode[];
  readonly network: ModelNetwork;
  readonly facts: Readonly<Record<string, string>>;
  readonly #clock: VirtualClock;

  /** All servers started. */
  constructor({ clock, random, rules }: World, { voters, observers }: EnsembleSpec) {
    const names = Array.from({ length: voters + observers }, (_, at) => nodeName(at + 1));
    const membership = { voters: names.slice(0, voters), observers: names.slice(voters) };
    this.#clock = clock;
    this.network = new ModelNetwork(random.stream('network'), clock);
    this.facts = factsOf(membership);
    const wiring: Wiring = {
      clock,
      network: this.network,
      membership,
      rules,
      learnerPorts: new Map(),
      clientPorts: new Map(),
      notify: (to, notification) => this.#notify(to, notification),
    };
    const machine = (name: NodeName): Machine => new Machine(name, clock, random.stream(name));
    this.nodes = names.map(name => new ModelNode(wiring, machine(name)));
  }

  async roles(): Promise<ReadonlyMap<NodeName, Role>> {
    const pairs = this.nodes.map(async node => [node.name, await node.role()] as const);
    return new Map(await Promise.all(pairs));
  }

  async whenServing(signal: AbortSignal): Promise<void> {
    while (notServing(await this.roles()) !== undefined) await this.#clock.sleep(POLL_MS, signal);
  }

  supports(fault: FaultKind): Support {
    return modelSupports(fault);
  }

  /** At once: while a disk of this machine was waited for, the virtual time of its deadline would pass. */
  async collect(folder: string): Promise<void> {
    for (const node of this.nodes) {
      const own = join(folder, node.name);
      mkdirSync(own, { recursive: true });
      writeFileSync(join(own, 'server.log'), node.log.map(line => `${line}\n`).join(''));
      const digests = node.digests();
      if (digests !== undefined) writeFileSync(join(own, 'digests'), digests);
    }
  }

  async remove(): Promise<void> {
    await Promise.all(this.nodes.map(node => node.kill()));
  }

  /** Votes travel one packet each: a lost vote is sent again by its sender. */
  #notify(to: NodeName, notification: Notification): void {
    const hop = { from: notification.from, to, port: 'election' } as const;
    if (!this.network.carries(hop)) return;
    const node = this.nodes.find(({ name }) => name === to);
    this.#clock.inside(this.network.latencyNs(hop), () => node?.hear(notification));
  }
}

function nodeName(number: number): NodeName {
  return `n${number}` as NodeName;
}

function factsOf({ voters, observers }: Membership): Readonly<Record<string, string>> {
  return {
    server: 'a model of ZooKeeper, not ZooKeeper',
    voters: voters.join(','),
    observers: observers.join(','),
    tickMs: String(TICK_MS),
    minSessionMs: String(MIN_SESSION_MS),
    maxSessionMs: String(MAX_SESSION_MS),
    containerCheckMs: String(CHECK_TICKS * TICK_MS),
  };
}
