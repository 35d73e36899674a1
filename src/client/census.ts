/** Who is under a znode at the end, by every server's own word.
 *   {node, at, births: {name: czxid}}, one of each node; `at` is the zxid of the server when it listed */
import { hexOf } from '../hex.ts';
import type { Reply } from '../zookeeper/outcome.ts';
import type { Session } from '../zookeeper/session.ts';
import { absentAs } from './absent.ts';
import type { Everywhere } from './everywhere.ts';
import { strongly } from './reads.ts';

export interface Census {
  readonly node: string;
  readonly at: bigint;
  /** When each was created. */
  readonly births: ReadonlyMap<string, bigint>;
}

/** A census as values of operations store it. */
interface StoredCensus {
  readonly node: string;
  readonly at: string;
  readonly births: Readonly<Record<string, string>>;
}

/** `side` is written to first, on each server, so that all that was acknowledged is seen. */
export async function censusOf(
  parent: string,
  { side, servers, signal }: CensusOptions,
): Promise<Reply<readonly StoredCensus[]>> {
  const reply = await servers.ask(session => listed(session, parent, { side, signal }));
  if (!reply.ok) return reply;
  const value = reply.value.map(({ node, zxid, value: births }) => ({
    node,
    at: hexOf(zxid),
    births,
  }));
  return { ...reply, value };
}

interface CensusOptions {
  readonly side: string;
  readonly servers: Everywhere;
  readonly signal: AbortSignal;
}

/** The reply's zxid is that of the list. Under a znode that is not there is nobody. */
async function listed(
  session: Session,
  parent: string,
  { side, signal }: Omit<CensusOptions, 'servers'>,
): Promise<Reply<StoredCensus['births']>> {
  const reader = { session, reads: 'quorum', side } as const;
  const names = await strongly(reader, () => session.getChildren(parent, {}, signal), signal);
  const empty = absentAs(names, {});
  if (!names.ok) return empty ?? names;
  const births: Record<string, string> = {};
  const stats = await Promise.all(
    names.value.map(name => session.exists(`${parent}/${name}`, {}, signal)),
  );
  for (const [place, stat] of stats.entries()) {
    const name = names.value[place];
    if (!stat.ok) return stat;
    if (name !== undefined && stat.value !== undefined) births[name] = hexOf(stat.value.czxid);
  }
  return { ...names, value: births };
}

/** Reads what `censusOf` gave. */
export function readCensus(output: unknown): readonly Census[] {
  const stored = output as readonly StoredCensus[];
  return stored.map(({ node, at, births }) => ({
    node,
    at: BigInt(at),
    births: new Map(Object.entries(births).map(([name, czxid]) => [name, BigInt(czxid)])),
  }));
}
