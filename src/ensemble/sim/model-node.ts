/** One node of the model: a machine, its disk, and the server process that may run on it. */
import type {
  Address,
  EnsembleNode,
  NodeDisk,
  NodeName,
  PowerLoss,
  ProcessState,
  Role,
} from '../../contract.ts';
import { connectClient } from './client-connection.ts';
import { Disk } from './disk.ts';
import { DiskTroubles } from './disk-trouble.ts';
import type { Machine } from './machine.ts';
import type { Notification } from './messages.ts';
import { Server } from './server.ts';
import { NO_FILES } from './unmodelled.ts';
import type { WallClock } from './wall-clock.ts';
import { switchboardOf, type Wiring } from './wiring.ts';

export class ModelNode implements EnsembleNode {
  readonly name: NodeName;
  readonly address: Address;
  readonly clock: WallClock;
  readonly disk: NodeDisk;
  /** What its servers said, a line each: seconds of the run's clock, and the message. */
  readonly log: string[] = [];
  readonly #wiring: Wiring;
  readonly #machine: Machine;
  readonly #disk: Disk;
  readonly #troubles: DiskTroubles;
  #server: Server | undefined;

  constructor(wiring: Wiring, machine: Machine) {
    this.#wiring = wiring;
    this.#machine = machine;
    this.#troubles = new DiskTroubles(machine.random, why => this.#die('process', why));
    this.#disk = new Disk(machine, this.#troubles);
    this.disk = nodeDisk(this.#troubles);
    this.name = machine.name;
    this.clock = machine.wall;
    this.address = {
      kind: 'memory',
      connect: signal => connectClient(wiring, machine.name, signal),
    };
  }

  async start(): Promise<void> {
    if (this.#machine.state !== 'dead') return;
    this.#machine.boot();
    this.#troubles.start();
    const server = new Server({
      switchboard: switchboardOf(this.#wiring, this.#machine),
      machine: this.#machine,
      disk: this.#disk,
      answersWords: true,
      say: message => this.#say(message),
    });
    if (!this.#troubles.hasEnded) this.#server = server;
  }

  /** A server writes nothing more when it is asked to end: it ends as one that is killed. */
  async stop(): Promise<void> {
    this.#die('process', 'stopped');
  }

  async kill(): Promise<void> {
    this.#die('process', 'killed');
  }

  async losePower(): Promise<PowerLoss> {
    const before = this.#disk.log.length;
    this.#die('power', 'lost power');
    return { transactions: before - this.#disk.log.length };
  }

  async pause(): Promise<void> {
    this.#say('paused');
    this.#machine.pause();
  }

  async resume(): Promise<void> {
    this.#say('resumed');
    this.#machine.resume();
  }

  async state(): Promise<ProcessState> {
    return this.#machine.state;
  }

  async role(): Promise<Role> {
    return this.#machine.state === 'running' ? (this.#server?.role() ?? 'none') : 'none';
  }

  async lastZxid(): Promise<bigint | undefined> {
    return this.#machine.state === 'running' ? this.#server?.lastZxid : undefined;
  }

  async files(): Promise<ReadonlyMap<string, string>> {
    const { currentEpoch, acceptedEpoch } = this.#disk;
    return new Map(
      Object.entries({ currentEpoch, acceptedEpoch }).map(([name, epoch]) => [name, `${epoch}`]),
    );
  }

  /** What the server answers to `hash`; undefined while it does not run. */
  digests(): string | undefined {
    return this.#machine.state === 'running' ? this.#server?.digests() : undefined;
  }

  async logTail(lines: number): Promise<string> {
    return this.log.slice(-lines).join('\n');
  }

  /** A vote of another server arrives: later while the process is paused. */
  hear(notification: Notification): void {
    const server = this.#server;
    if (server !== undefined) this.#machine.after(0, () => server.hear(notification));
  }

  /** A process that is dead already has handed over what its kernel has: that a power loss may still take. */
  #die(of: 'process' | 'power', how: string): void {
    const isDead = this.#machine.state === 'dead';
    if (isDead && of === 'process') return;
    this.#say(how);
    if (!isDead) this.#server?.die();
    this.#server = undefined;
    if (!isDead) this.#machine.kill();
    this.#disk.lose(of);
  }

  #say(message: string): void {
    const seconds = (this.#machine.nowMs() / 1000).toFixed(3);
    this.log.push(`${seconds} ${message}`);
  }
}

function nodeDisk(troubles: DiskTroubles): NodeDisk {
  return {
    trouble: async trouble => troubles.begin(trouble),
    recover: async () => troubles.begin(undefined),
    suffered: async () => troubles.suffered,
    killAt: async moment => troubles.killAt(moment),
    damage: async () => Promise.reject(new Error(NO_FILES)),
    keep: async () => Promise.reject(new Error(NO_FILES)),
  };
}
