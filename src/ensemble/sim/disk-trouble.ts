/** What a model's disk does to the calls of a server, and the moments at which a server is killed. A server whose call
 *  fails ends, as ZooKeeper's does: it may not acknowledge what it could not write. What a server does after its end in
 *  the same turn reaches no disk. Sources: SyncRequestProcessor.run, ZooKeeperCriticalThread.java. */
import type { DiskMoment, DiskTrouble } from '../../contract.ts';
import type { Random } from '../../random.ts';

type Call = 'write' | 'sync';

export class DiskTroubles {
  readonly #random: Random;
  readonly #end: (why: string) => void;
  #trouble: DiskTrouble | undefined;
  #moment: DiskMoment | undefined;
  #suffered = 0;
  #hasEnded = false;

  /** `end` ends the server that makes the calls. Chance is drawn only while there is trouble. */
  constructor(random: Random, end: (why: string) => void) {
    this.#random = random;
    this.#end = end;
  }

  /** Calls that the trouble did something to. */
  get suffered(): number {
    return this.#suffered;
  }

  /** Whether the server has ended by a call. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  begin(trouble: DiskTrouble | undefined): void {
    this.#trouble = trouble;
    if (trouble !== undefined) this.#suffered = 0;
  }

  killAt(moment: DiskMoment | undefined): void {
    this.#moment = moment;
  }

  /** A new server has the disk. */
  start(): void {
    this.#hasEnded = false;
  }

  /** Whether a call is not done, as the server has ended before it or by it. */
  stops(call: Call): boolean {
    if (this.#hasEnded) return true;
    const why = this.#failure(call) ?? (call === 'sync' ? this.#killed() : undefined);
    if (why !== undefined) this.#finish(why);
    return this.#hasEnded;
  }

  /** A file of that name is in place. */
  placed(name: string): void {
    if (this.#moment?.kind === 'file' && this.#moment.name === name)
      this.#finish(`killed once ${name} was in place`);
  }

  /** How much longer the next fsync takes. */
  delayMs(): number {
    if (this.#trouble?.kind !== 'slow') return 0;
    this.#suffered++;
    return this.#trouble.delayMs;
  }

  /** A short write is repeated for the rest, by the server's own library. */
  #failure(call: Call): string | undefined {
    const trouble = this.#trouble;
    if (trouble === undefined || trouble.kind === 'slow') return undefined;
    if (trouble.kind === 'full') return this.#suffer(call === 'write', 'no space is left');
    const isMeant = (trouble.of === 'sync') === (call === 'sync');
    const isHit = isMeant && this.#random.intBelow(trouble.oneIn) === 0;
    const why = this.#suffer(isHit, 'input/output error');
    return trouble.of === 'short' ? undefined : why;
  }

  #suffer(isHit: boolean, why: string): string | undefined {
    if (!isHit) return undefined;
    this.#suffered++;
    return `could not write: ${why}`;
  }

  #killed(): string | undefined {
    const moment = this.#moment;
    if (moment?.kind !== 'fsync') return undefined;
    this.#moment = { ...moment, count: moment.count - 1 };
    return moment.count <= 1 ? 'killed at an fsync' : undefined;
  }

  #finish(why: string): void {
    this.#moment = undefined;
    this.#hasEnded = true;
    this.#end(why);
  }
}
