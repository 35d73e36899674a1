/** Checks dependencies between options, as the entries of targets and workloads declare them. */
import { isRefusal, parseAim, splitAim, wordsIn } from '../../../nemesis/aim.ts';
import type { NemesisEntry } from '../../../nemesis/entry.ts';
import type { WorkloadEntry } from '../../../workloads/entry.ts';
import type { Aim } from '../../contract.ts';
import type { TargetEntry } from '../../ensemble/entry.ts';
import type { ProfileEntry } from '../../ensemble/profile-entry.ts';
import { UsageError } from '../exit.ts';
import { didYouMean } from '../suggest.ts';
import type { Settings } from './config.ts';
import { flagOf, OPTION_KEYS, type OptionKey, ROWS } from './rows.ts';
import { choice } from './schemas.ts';
import { costlyFaults } from './survivors.ts';

/** The entries that options depend on. */
export interface Entries {
  readonly workloads: readonly Pick<WorkloadEntry, 'name' | 'takes' | 'atLeast' | 'requires'>[];
  readonly targets: readonly TargetEntry[];
  readonly nemeses: readonly NemesisEntry[];
  readonly profiles: readonly ProfileEntry[];
}

/** @throws UsageError if settings contradict each other. */
export function requireFit(settings: Settings, entries: Entries): void {
  const { workloads, targets, nemeses, profiles } = entries;
  const isModelled = targets.some(({ name, isModel }) => name === settings.target && isModel);
  const chosen = isModelled ? [] : profiles.filter(({ name }) => name === settings.profile);
  const problem = [
    ...targets
      .filter(isNamed(settings.target))
      .flatMap(target => [
        ...misplaced(settings, target, targets).map(targetText(target)),
        ...missing(settings, target),
        ...wrongServer(settings, target, targets),
      ]),
    ...workloads
      .filter(isNamed(settings.workload))
      .flatMap(workload => [
        ...misplaced(settings, workload, workloads).map(workloadText(workload)),
        ...tooFew(settings, workload),
        ...targets
          .filter(isNamed(settings.target))
          .flatMap(target => lackingFeatures(workload, target, 'target')),
        ...chosen.flatMap(profile => lackingFeatures(workload, profile, 'profile')),
      ]),
    ...chosen.flatMap(profile => lackingObservers(settings, profile)),
    ...settings.nemesis.flatMap(text => wrongAim(settings, text, nemeses)),
    ...costlyFaults(settings, nemeses),
  ][0];
  if (problem !== undefined) throw new UsageError(problem);
}

type Taker = Pick<TargetEntry, 'name' | 'takes'>;

interface Misplaced {
  readonly key: OptionKey;
  /** The entries that take the option. */
  readonly takers: readonly string[];
}

const isNamed = (wanted: string) => (entry: { readonly name: string }) => entry.name === wanted;

/** Finds options that were given and that some entries take, but `chosen` does not. */
function misplaced(
  settings: Settings,
  chosen: Taker,
  entries: readonly Taker[],
): readonly Misplaced[] {
  return OPTION_KEYS.flatMap(key => {
    const takers = entries.filter(entry => entry.takes?.includes(key)).map(({ name }) => name);
    const isRefused = takers.length > 0 && !takers.includes(chosen.name);
    return isRefused && isGiven(settings, key) ? [{ key, takers }] : [];
  });
}

function isGiven(settings: Settings, key: OptionKey): boolean {
  const { default: usual, elsewhere } = ROWS[key];
  return elsewhere !== 'ignored' && settings[key] !== undefined && settings[key] !== usual;
}

const targetText =
  ({ name }: Taker) =>
  ({ key, takers }: Misplaced): string =>
    `${flagOf(key)}: expected --target ${takers.join(' or ')}, found --target ${name}, which takes no such option.`;

const workloadText =
  ({ name }: Taker) =>
  ({ key, takers }: Misplaced): string =>
    `${flagOf(key)}: expected ${choice(takers)} as the workload, found ${name}. The others do not take this option.`;

function missing(settings: Settings, { name, needs = [] }: TargetEntry): readonly string[] {
  return OPTION_KEYS.filter(key => needs.includes(key) && settings[key] === undefined).map(
    key => `--target ${name}: expected ${flagOf(key)}, which ${ROWS[key].help}; found none.`,
  );
}

function wrongServer(
  { server }: Settings,
  { servers }: TargetEntry,
  targets: readonly TargetEntry[],
): readonly string[] {
  if (servers.names.includes(server) || servers.isOther(server)) return [];
  const takers = targets.filter(other => other.servers.names.includes(server));
  const hint =
    takers.length > 0
      ? ` It is for --target ${takers.map(({ name }) => name).join(' or ')}.`
      : didYouMean(server, servers.names);
  const expected = `${either(servers.names)}, or ${servers.others}`;
  return [`--server: expected ${expected}, found ${JSON.stringify(server)}.${hint}`];
}

const either = (names: readonly string[]): string =>
  names.length === 1 ? names.join() : choice(names);

function tooFew(
  settings: Settings,
  { name, atLeast = {} }: Entries['workloads'][number],
): readonly string[] {
  return OPTION_KEYS.flatMap(key => {
    const least = atLeast[key];
    const found = settings[key];
    return least !== undefined && Number(found) < least
      ? [`${flagOf(key)}: expected at least ${least} with --workload ${name}, found ${found}.`]
      : [];
  });
}

function lackingFeatures(
  { name, requires = [] }: Entries['workloads'][number],
  { name: found, lacks = [] }: Pick<TargetEntry, 'name' | 'lacks'>,
  kind: 'target' | 'profile',
): readonly string[] {
  return lacks
    .filter(({ name: lacking }) => requires.some(feature => feature === lacking))
    .map(
      ({ name: feature, why }) =>
        `--workload ${name}: expected a ${kind} with ${feature}, found --${kind} ${found}: ${why}.`,
    );
}

function lackingObservers(
  { observers }: Settings,
  { name, lacks = [] }: ProfileEntry,
): readonly string[] {
  const lacking = lacks.find(each => each.name === 'observers');
  if (observers === 0 || lacking === undefined) return [];
  return [`--observers: expected 0 with --profile ${name} (${lacking.why}), found ${observers}.`];
}

function wrongAim(
  { nodes, observers }: Settings,
  text: string,
  nemeses: Entries['nemeses'],
): readonly string[] {
  const { name, aim: words } = splitAim(text);
  return nemeses.filter(isNamed(name)).flatMap(entry => {
    const aim = parseAim(entry, words);
    if (!isRefusal(aim)) return noSuchNode({ entry, aim }, nodes + observers);
    const hint = didYouMean(aim.found, aim.allowed ?? []);
    return [
      `--nemesis ${name}: expected ${aim.expected}, found ${JSON.stringify(aim.found)}.${hint}`,
    ];
  });
}

interface Aimed {
  readonly entry: Entries['nemeses'][number];
  readonly aim: Aim;
}

function noSuchNode({ entry: { name, takes = [] }, aim }: Aimed, count: number): readonly string[] {
  return takes
    .filter(parameter => parameter.kind === 'word' && parameter.nodes)
    .flatMap(parameter => wordsIn(aim, parameter.name))
    .filter(word => /^n\d+$/.test(word) && Number(word.slice(1)) > count)
    .map(
      node =>
        `--nemesis ${name}: expected a node from n1 to n${count}, found ${JSON.stringify(node)}.`,
    );
}
