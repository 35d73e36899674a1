/** Makes the plan of each run from the settings of a `zoobreak run`. */
import { targets } from '../../ensemble/registry.ts';
import type { StoredModule } from '../../store/modules.ts';
import type { TestPlan } from '../../store/records/plan.ts';
import { plan } from '../../store/records/plan.ts';
import { named } from '../named.ts';
import type { Settings } from './config.ts';
import { partOf } from './plan-parts.ts';
import { OPTION_KEYS } from './rows.ts';

/** Returns the plan of a run with this seed, without the options of other targets. `modules`: the user's own
 * entries that it names. */
export function planOf(
  settings: Settings,
  seed: number,
  modules: readonly StoredModule[] = [],
): TestPlan {
  const { takes = [] } = named(targets, settings.target);
  const others = targets.flatMap(target => target.takes ?? []).filter(key => !takes.includes(key));
  const keys = OPTION_KEYS.filter(key => !others.includes(key));
  const own = modules.length > 0 ? { modules } : {};
  return plan.parse({ ...partOf({ ...settings, seed }, keys), ...own });
}
