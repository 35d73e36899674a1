/** `zoobreak list [what]`: workloads with their claims, nemeses, servers, targets, and bugs of the sim. `list servers`
 *  also looks which servers are here. */
import type { AtHand } from '../../ensemble/entry.ts';
import { OTHER_SERVERS } from '../../ensemble/other-server.ts';
import { targets } from '../../ensemble/registry.ts';
import { type Catalogue, catalogue, type Named } from '../catalogue.ts';
import { EXIT, UsageError } from '../exit.ts';
import { didYouMean } from '../suggest.ts';
import type { Verb } from '../verb.ts';

export const list: Verb = async (terminal, flags, [what]) => {
  const listed = catalogue();
  const parts = partsOf(listed, what);
  const found = what === 'servers' ? await atHand() : [];
  const named = Object.fromEntries(parts.map(part => [part, listed[part]]));
  const all = found.length === 0 ? named : { ...named, atHand: Object.fromEntries(found) };
  terminal.out(
    flags.json === true
      ? `${JSON.stringify(all, null, 2)}\n`
      : [listText(listed, parts), ...found.map(atHandText)].join('\n'),
  );
  return EXIT.valid;
};

/** How long targets may look for servers. */
const LOOK_LIMIT_MS = 5_000;

type OfTarget = readonly [target: string, servers: readonly AtHand[]];

async function atHand(): Promise<readonly OfTarget[]> {
  const signal = AbortSignal.timeout(LOOK_LIMIT_MS);
  const found = targets.map(
    async ({ name, servers }): Promise<OfTarget> => [name, (await servers.atHand?.(signal)) ?? []],
  );
  return (await Promise.all(found)).filter(([, servers]) => servers.length > 0);
}

/** Ends with a newline. */
function atHandText([target, servers]: OfTarget): string {
  const lines = servers.map(({ name, how }) => `  ${name}: ${how}`);
  return [`At hand (--target ${target})`, ...lines, ''].join('\n');
}

type Part = keyof Catalogue;
const PARTS: readonly Part[] = ['workloads', 'nemeses', 'servers', 'targets', 'bugs'];

/** One part, or all of them. @throws UsageError where there is no such part. */
function partsOf(listed: Catalogue, what: string | undefined): readonly Part[] {
  if (what === undefined) return PARTS;
  if (isPart(what)) return [what];
  throw new UsageError(
    `list: expected one of ${PARTS.join(', ')}, found ${JSON.stringify(what)}.${didYouMean(what, Object.keys(listed))}`,
  );
}

const isPart = (what: string): what is Part => PARTS.some(part => part === what);

/** Ends with a newline. */
export function listText(listed: Catalogue, parts: readonly Part[] = PARTS): string {
  return parts.map(part => [...sectionOf(listed, part), ''].join('\n')).join('\n');
}

function sectionOf(
  { workloads, nemeses, targets, servers, bugs }: Catalogue,
  part: Part,
): string[] {
  switch (part) {
    case 'workloads':
      return ['Workloads (--workload)', ...workloads.flatMap(workloadLines)];
    case 'nemeses':
      return ['Nemeses (--nemesis)', ...nemeses.flatMap(nemesisLines)];
    case 'servers':
      return [
        'Servers (--server)',
        ...servers.map(version => `  ${version}`),
        `  or ${OTHER_SERVERS}`,
      ];
    case 'targets':
      return ['Targets (--target)', ...targets.map(named)];
    case 'bugs':
      return ['Bugs (--target sim --bug)', ...bugs.flatMap(bugLines)];
  }
}

function nemesisLines(nemesis: Catalogue['nemeses'][number]): string[] {
  return [
    named(nemesis),
    ...nemesis.takes.map(({ name, doc, accepts }) => `    ${name}: ${doc}: ${accepts}`),
  ];
}

function workloadLines(workload: Catalogue['workloads'][number]): string[] {
  return [
    named(workload),
    ...workload.claims.flatMap(({ reads, claim, source }) => [
      `    --reads ${reads.join(', ')} claims: ${claim}`,
      `      source: ${source}`,
    ]),
    ...(workload.takes.length > 0
      ? [`    knows: ${workload.takes.map(option => `--${option}`).join(', ')}`]
      : []),
  ];
}

function bugLines(bug: Catalogue['bugs'][number]): string[] {
  return [named(bug), `    breaks: ${bug.promise}`, `    shown by: ${bug.shownBy}`];
}

const named = ({ name, doc }: Named): string => `  ${name}: ${doc}`;
