/** The addresses of clients as servers see them: all clients of a run come from one place, and whoAmI tells which
 * address that is for a server. */
import type { Origin } from './model/acl.ts';
import type { ConnectedRecord, TraceId } from './trace.ts';

export class Origins {
  readonly #byNode = new Map<string, Origin>();
  /** Servers that saw more than one. */
  readonly #mixed = new Set<string>();

  /** Returns where a connection comes from; its address may become known later. */
  of({ node, address }: ConnectedRecord): Origin {
    if (address !== undefined) return { address };
    const known = this.#byNode.get(node) ?? { address: undefined };
    this.#byNode.set(node, known);
    return known;
  }

  /** Learns from the ids that a server gave in reply to whoAmI. */
  told(node: string, ids: readonly TraceId[] = []): void {
    const origin = this.#byNode.get(node);
    const [own, other] = ids.filter(({ scheme }) => scheme === 'ip');
    if (origin === undefined || own === undefined || other !== undefined) return;
    if (origin.address !== undefined && origin.address !== own.id) this.#mixed.add(node);
    origin.address = this.#mixed.has(node) ? undefined : own.id;
  }
}
