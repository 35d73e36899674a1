/** The facts that decide conditions of a schedule: the latest observation of the ensemble, and the clients'
 * replies. */
import type { NodeName, Role } from '../../contract.ts';
import type { Clause, Condition } from './condition.ts';

export interface Facts {
  readonly nodes: readonly NodeName[];
  readonly roles: ReadonlyMap<string, Role>;
  /** Transactions that clients saw in replies of the node. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** The epoch files of the node, by name. */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The last lines of the server's log. */
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

/** Whether all clauses hold `now`, of a wait that began `then`. */
export function holds(condition: Condition, now: Facts, then: Facts): boolean {
  return condition.every(clause => isTrue(clause, now, then));
}

function isTrue(clause: Clause, now: Facts, then: Facts): boolean {
  switch (clause.kind) {
    case 'serving':
      return isServing(now);
    case 'leader-changes':
      return leaderIn(now) !== undefined && leaderIn(now) !== leaderIn(then);
    default:
      return meant(clause.node, now, node => isTrueOf(clause, node, now, then));
  }
}

type NodeClause = Extract<Clause, { readonly node: string }>;

function isTrueOf(clause: NodeClause, node: string, now: Facts, then: Facts): boolean {
  switch (clause.kind) {
    case 'role':
      return hasRole(now.roles.get(node), clause.role);
    case 'acknowledged':
      return (now.acknowledged.get(node) ?? 0) - (then.acknowledged.get(node) ?? 0) >= clause.count;
    case 'file': {
      const [before, after] = [then, now].map(({ files }) => files.get(node)?.get(clause.file));
      return before !== undefined && after !== undefined && before !== after;
    }
    case 'log': {
      const count = ({ logs }: Facts): number =>
        (logs.get(node) ?? []).filter(line => line.includes(clause.text)).length;
      return count(now) > count(then);
    }
  }
}

/** Whether it is so of the nodes that a clause means. */
function meant(word: string, facts: Facts, isSo: (node: string) => boolean): boolean {
  if (word === 'any node') return facts.nodes.some(isSo);
  if (word === 'every node') return facts.nodes.every(isSo);
  const node = word === 'leader' ? leaderIn(facts) : word;
  return node !== undefined && isSo(node);
}

const leaderIn = ({ roles }: Facts): string | undefined =>
  [...roles].find(([, role]) => role === 'leader' || role === 'standalone')?.[0];

function isServing(facts: Facts): boolean {
  const isOfUnknownRole = (node: string): boolean => facts.roles.get(node) === 'unknown';
  const serving = facts.nodes.filter(node => (facts.roles.get(node) ?? 'none') !== 'none');
  const isLed = leaderIn(facts) !== undefined || serving.every(isOfUnknownRole);
  return isLed && serving.length > facts.nodes.length / 2;
}

function hasRole(
  found: Role | undefined,
  wanted: Extract<Clause, { kind: 'role' }>['role'],
): boolean {
  if (wanted === 'down') return found === undefined || found === 'none';
  return found === wanted || (wanted === 'leader' && found === 'standalone');
}
