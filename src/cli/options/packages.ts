/** Expands packages of nemeses: `network`, `process`, `disk`, `time` and `all` stand for each of their
 * nemeses that the target supports. */
import { splitAim } from '../../../nemesis/aim.ts';
import { type NemesisEntry, PACKAGES, type Package } from '../../../nemesis/entry.ts';
import type { TargetEntry } from '../../ensemble/entry.ts';
import { UsageError } from '../exit.ts';
import type { Gathered } from './settings-sources.ts';

export const PACKAGE_NAMES: readonly string[] = [...PACKAGES, 'all'];

interface Registered {
  readonly nemeses: readonly NemesisEntry[];
  readonly targets: readonly TargetEntry[];
}

/** Returns the settings with nemeses in place of packages; a nemesis that is also named alone keeps its aim.
 * @throws UsageError if the target supports no nemesis of a package. */
export function withPackages(gathered: Gathered, { nemeses, targets }: Registered): Gathered {
  const sourced = gathered.get('nemesis');
  const target = targets.find(({ name }) => name === gathered.get('target')?.value);
  if (!Array.isArray(sourced?.value) || target === undefined) return gathered;
  const given: readonly unknown[] = sourced.value;
  const taken = new Set(given.map(text => splitAim(String(text)).name));
  const expanded = given.flatMap(text => {
    if (!isPackage(text)) return [text];
    const members = membersOf(text, { nemeses, target });
    const added = members.filter(name => !taken.has(name));
    for (const name of added) taken.add(name);
    if (members.length > 0) return added;
    throw new UsageError(
      `${sourced.origin}: expected a package of which --target ${target.name} can do something, found ${text}.`,
    );
  });
  return new Map([...gathered, ['nemesis', { ...sourced, value: expanded }]]);
}

const isPackage = (text: unknown): text is Package | 'all' =>
  typeof text === 'string' && PACKAGE_NAMES.includes(text);

interface Able {
  readonly nemeses: Registered['nemeses'];
  readonly target: TargetEntry;
}

/** Returns the nemeses of a package that the target supports, in the order of the registry. */
function membersOf(name: Package | 'all', { nemeses, target }: Able): readonly string[] {
  const { cannot = [] } = target;
  return nemeses
    .filter(({ package: own, faults }) => {
      const isMember = own !== undefined && (name === 'all' || own === name);
      return isMember && !faults.some(fault => cannot.includes(fault));
    })
    .map(entry => entry.name);
}
