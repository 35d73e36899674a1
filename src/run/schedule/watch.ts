/** Watches the ensemble while a schedule waits for conditions, and counts the replies that clients get. */
import { type Clock, deadline } from '../../clock.ts';
import type { Ensemble, EnsembleNode } from '../../contract.ts';
import type { Event } from '../../history/event.ts';
import type { Log } from '../../log.ts';
import type { Condition } from './condition.ts';
import type { Facts } from './facts.ts';

/** Between two looks. */
const POLL_MS = 100;
/** A node that takes longer is seen with the next look. */
const LOOK_MS = 3_000;
/** Lines of a log that are compared. */
const LOG_LINES = 1_000;

interface WatchOptions {
  readonly ensemble: Ensemble;
  readonly clock: Clock;
  readonly log: Log;
}

/** @throws RangeError where a condition is about something that the target does not let be read. */
export function requireSight(
  conditions: readonly Condition[],
  { nodes }: Pick<Ensemble, 'nodes'>,
): void {
  const kinds = new Set(conditions.flat().map(({ kind }) => kind));
  const cannot = [
    ...(kinds.has('file') && nodes.some(({ files }) => files === undefined) ? ['epochs'] : []),
    ...(kinds.has('log') && nodes.some(({ logTail }) => logTail === undefined) ? ['logs'] : []),
  ];
  if (cannot.length > 0)
    throw new RangeError(
      `schedule: expected a target that reads the ${cannot.join(' and ')} of its nodes, found one that does not`,
    );
}

export class Watch {
  readonly #options: WatchOptions;
  readonly #kinds: ReadonlySet<string>;
  /** Counts of acknowledged transactions, and the last one, by node. */
  readonly #acknowledged = new Map<string, number>();
  readonly #last = new Map<string, bigint>();
  #seen: Omit<Facts, 'acknowledged'>;

  constructor(conditions: readonly Condition[], options: WatchOptions) {
    this.#options = options;
    this.#kinds = new Set(conditions.flat().map(({ kind }) => kind));
    const nodes = options.ensemble.nodes.map(({ name }) => name);
    this.#seen = { nodes, roles: new Map(), files: new Map(), logs: new Map() };
  }

  /** Counts a reply that shows a transaction which no reply of that node has shown. */
  event({ type, node, zxid }: Event): void {
    if (type !== 'ok' || node === undefined || zxid === undefined) return;
    if (zxid <= (this.#last.get(node) ?? 0n)) return;
    this.#last.set(node, zxid);
    this.#acknowledged.set(node, (this.#acknowledged.get(node) ?? 0) + 1);
  }

  facts(): Facts {
    return { ...this.#seen, acknowledged: new Map(this.#acknowledged) };
  }

  /** Observes until the signal aborts, then resolves; observes nothing if there is no condition. Reports each
   * observation. */
  async run(signal: AbortSignal, seen: () => void): Promise<void> {
    const { clock, log } = this.#options;
    while (this.#kinds.size > 0 && !signal.aborted) {
      const limit = deadline(clock, LOOK_MS, 'looking at the nodes', signal);
      await this.#look(limit.signal)
        .then(seen)
        .catch(error => log.debug('the nodes were not seen', { error: String(error) }))
        .finally(() => limit.cancel());
      await clock.sleep(POLL_MS, signal).catch(() => signal.aborted);
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { ensemble } = this.#options;
    const each = <T>(read: (node: EnsembleNode) => Promise<T>): Promise<ReadonlyMap<string, T>> =>
      byName(ensemble.nodes, read);
    const [roles, files, logs] = await Promise.all([
      ensemble.roles(signal),
      this.#kinds.has('file') ? each(async node => node.files?.(signal) ?? new Map()) : new Map(),
      this.#kinds.has('log')
        ? each(async node => linesIn(await node.logTail?.(LOG_LINES, signal)))
        : new Map(),
    ]);
    this.#seen = { ...this.#seen, roles, files, logs };
  }
}

async function byName<T>(
  nodes: readonly EnsembleNode[],
  read: (node: EnsembleNode) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  return new Map(
    await Promise.all(nodes.map(async node => [node.name, await read(node)] as const)),
  );
}

const linesIn = (text = ''): readonly string[] => text.split('\n');
