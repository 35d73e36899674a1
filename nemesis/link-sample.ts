/** How a network looks from its nodes: how long connections take to be opened, and how often a kernel received what
 * it had already. */
import type { NemesisOptions, NodeName, Ports } from '../src/contract.ts';

export interface Sampling {
  /** The links that are looked at. */
  readonly pairs: readonly { readonly from: NodeName; readonly to: NodeName }[];
  /** The ports that are disturbed. */
  readonly ports: Ports;
  /** Connections that are opened at once on each link. */
  readonly count: number;
  /** How long an answer is waited for. */
  readonly boundMs: number;
  /** How long nothing must show where nothing is disturbed. Default: as long as one sample. */
  readonly spanMs?: number;
}

/** What a kind of fault decides about its samples. */
export type SamplingOf = Omit<Sampling, 'pairs' | 'ports'>;

type Times = readonly (number | undefined)[];

export interface Sample {
  /** For each link, `n2->n1`: milliseconds that each connection took; undefined: no answer in time. */
  readonly connectMs: ReadonlyMap<string, Times>;
  /** For each receiving node. */
  readonly duplicates: ReadonlyMap<NodeName, number>;
}

export async function sampled(
  { pairs, ports, count, boundMs }: Sampling,
  { ensemble: { network } }: NemesisOptions,
  signal: AbortSignal,
): Promise<Sample> {
  const port = ports === 'sync' ? ports : 'election';
  const connectMs = pairs.map(async ({ from, to }) => {
    const times = await network.connectMs({ from, to, port, count, boundMs }, signal);
    return [`${from}->${to}`, times] as const;
  });
  const duplicates = pairs.map(
    async ({ to }) => [to, await network.duplicates(to, signal)] as const,
  );
  return {
    connectMs: new Map(await Promise.all(connectMs)),
    duplicates: new Map(await Promise.all(duplicates)),
  };
}

/** The links over which a connection was opened: only they can show a disturbance. */
function openLinks({ connectMs }: Sample): readonly string[] {
  return [...connectMs].flatMap(([link, times]) => (answered(times).length > 0 ? [link] : []));
}

/** Whether something is so of every link that was open before, of which there is one at least. */
export function onEveryLink(
  before: Sample,
  since: readonly Sample[],
  isSo: (times: Times, before: Times) => boolean,
): boolean {
  const links = openLinks(before);
  return (
    links.length > 0 &&
    links.every(link => {
      const times = since.flatMap(({ connectMs }) => connectMs.get(link) ?? []);
      return isSo(times, before.connectMs.get(link) ?? []);
    })
  );
}

export const answered = (times: Times): readonly number[] =>
  times.filter(time => time !== undefined);

/** The share of connections that had no answer in time. */
export const lostShare = (times: Times): number => 1 - answered(times).length / times.length;

/** Samples as the history stores them; times in milliseconds. */
export function seenIn(
  before: Sample | undefined,
  since: readonly Sample[],
): Readonly<Record<string, unknown>> {
  const last = since.at(-1);
  const links = [...(last?.connectMs.keys() ?? [])];
  return {
    connections: Object.fromEntries(
      links.map(link => [
        link,
        {
          ...(before !== undefined && { before: summary(before.connectMs.get(link) ?? []) }),
          during: summary(since.flatMap(({ connectMs }) => connectMs.get(link) ?? [])),
        },
      ]),
    ),
    duplicates: Object.fromEntries(
      [...(last?.duplicates ?? [])].map(([node, count]) => [
        node,
        { ...(before !== undefined && { before: before.duplicates.get(node) }), during: count },
      ]),
    ),
  };
}

function summary(times: Times): Readonly<Record<string, number>> {
  const found = answered(times);
  const lost = times.length - found.length;
  if (found.length === 0) return { lost };
  return { leastMs: Math.min(...found), mostMs: Math.max(...found), lost };
}
