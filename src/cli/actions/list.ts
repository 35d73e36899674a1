/** `zoobreak list [what]`: workloads, nemeses, servers, profiles, targets and bugs of the sim in a line each; of a
 *  name, its claims, parameters and promises. `list servers` also looks which servers are here. */
import type { AtHand } from '../../ensemble/entry.ts';
import { OTHER_SERVERS } from '../../ensemble/other-server.ts';
import { targets } from '../../ensemble/registry.ts';
import { columnsOf } from '../../report/table.ts';
import { type Catalogue, catalogue, type Named } from '../catalogue.ts';
import { EXIT, UsageError } from '../exit.ts';
import { didYouMean } from '../suggest.ts';
import type { Verb } from '../verb.ts';

export const list: Verb = async (terminal, flags, [what]) => {
  const listed = catalogue();
  const wanted = wantedOf(listed, what);
  const found = what === 'servers' ? await atHand() : [];
  const named = only(listed, wanted);
  const all = found.length === 0 ? named : { ...named, atHand: Object.fromEntries(found) };
  terminal.out(
    flags.json === true
      ? `${JSON.stringify(all, null, 2)}\n`
      : [listText(named, wanted.name === undefined), ...found.map(atHandText)].join('\n'),
  );
  return EXIT.valid;
};

/** How long targets may search for servers. */
const LOOK_LIMIT_MS = 5_000;

type OfTarget = readonly [target: string, servers: readonly AtHand[]];

async function atHand(): Promise<readonly OfTarget[]> {
  const signal = AbortSignal.timeout(LOOK_LIMIT_MS);
  const found = targets.map(
    async ({ name, servers }): Promise<OfTarget> => [name, (await servers.atHand?.(signal)) ?? []],
  );
  return (await Promise.all(found)).filter(([, servers]) => servers.length > 0);
}

/** Returns text that ends with a newline. */
function atHandText([target, servers]: OfTarget): string {
  const lines = servers.map(({ name, how }) => `  ${name}: ${how}`);
  return [`At hand (--target ${target})`, ...lines, ''].join('\n');
}

type Part = keyof Catalogue;
const PARTS: readonly Part[] = ['workloads', 'nemeses', 'servers', 'profiles', 'targets', 'bugs'];

/** What is to be listed: whole parts in a line an entry, or every entry of one name with all there is to know. */
interface Wanted {
  readonly parts: readonly Part[];
  readonly name?: string;
}

/** @throws UsageError where there is no such part and no entry of that name. */
function wantedOf(listed: Catalogue, what: string | undefined): Wanted {
  if (what === undefined) return { parts: PARTS };
  const part = PARTS.find(each => each === what);
  if (part !== undefined) return { parts: [part] };
  const parts = PARTS.filter(each => namesIn(listed, each).includes(what));
  if (parts.length > 0) return { parts, name: what };
  const names = [...PARTS, ...PARTS.flatMap(each => namesIn(listed, each))];
  throw new UsageError(
    `list: expected one of ${PARTS.join(', ')}, or a name that one of them has, found ${JSON.stringify(what)}.${didYouMean(what, names)}`,
  );
}

function namesIn(listed: Catalogue, part: Part): readonly string[] {
  return listed[part].map(each => (typeof each === 'string' ? each : each.name));
}

/** The catalogue without anything that is not wanted. */
function only(listed: Catalogue, { parts, name }: Wanted): Partial<Catalogue> {
  const kept = parts.map(part => [
    part,
    [...listed[part]].filter(
      each => name === undefined || (typeof each === 'string' ? each : each.name) === name,
    ),
  ]);
  return Object.fromEntries(kept);
}

/** Ends with a newline. */
function listText(
  { workloads, nemeses, servers, profiles, targets, bugs }: Partial<Catalogue>,
  isWhole: boolean,
): string {
  const brief = (named: readonly Named[]): string[] => columnsOf(named.map(rowOf));
  const sections = [
    workloads && [
      'Workloads (--workload)',
      ...(isWhole ? brief(workloads) : workloads.flatMap(workloadLines)),
    ],
    nemeses && [
      'Nemeses (--nemesis)',
      ...(isWhole ? brief(nemeses) : nemeses.flatMap(nemesisLines)),
    ],
    servers && ['Servers (--server)', ...servers.map(indented), `  or ${OTHER_SERVERS}`],
    profiles && [
      'Profiles (--profile)',
      ...(isWhole ? brief(profiles) : profiles.flatMap(profileLines)),
    ],
    targets && ['Targets (--target)', ...brief(targets)],
    bugs && ['Bugs (--target sim --bug)', ...(isWhole ? brief(bugs) : bugs.flatMap(bugLines))],
  ];
  const shown = sections.filter(lines => lines !== undefined);
  const hint = isWhole && shown.length > 1 ? [[HINT]] : [];
  return [...shown, ...hint].map(lines => `${lines.join('\n')}\n`).join('\n');
}

const HINT = 'Claims, parameters, and what shows a bug: zoobreak list NAME';

const rowOf = ({ name, doc }: Named): string[] => ['', name, doc];
const indented = (text: string): string => `  ${text}`;

function nemesisLines({ name, doc, package: own, faults, takes }: Catalogue['nemeses'][number]) {
  return [
    ...columnsOf([['', name, doc]]),
    `    asks of a target: ${faults.join(', ') || 'nothing'}`,
    ...(own === undefined ? [] : [`    package: ${own}`]),
    ...takes.map(each => `    ${each.name}: ${each.doc}: ${each.accepts}`),
  ];
}

function workloadLines(workload: Catalogue['workloads'][number]): string[] {
  return [
    ...columnsOf([rowOf(workload)]),
    ...workload.claims.flatMap(({ reads, claim, source }) => [
      `    --reads ${reads.join(', ')} claims: ${claim}`,
      `      source: ${source}`,
    ]),
    ...(workload.takes.length > 0
      ? [`    knows: ${workload.takes.map(option => `--${option}`).join(', ')}`]
      : []),
  ];
}

function profileLines(profile: Catalogue['profiles'][number]): string[] {
  return [
    ...columnsOf([rowOf(profile)]),
    `    image: ${profile.image}`,
    ...profile.without.map(text => `    without ${text}`),
  ];
}

function bugLines(bug: Catalogue['bugs'][number]): string[] {
  return [...columnsOf([rowOf(bug)]), `    breaks: ${bug.promise}`, `    shown by: ${bug.shownBy}`];
}
