/** Settles what the sources of settings say, against every entry that they may name. */
import { allowed } from '../catalogue.ts';
import type { Repertoire } from '../modules/repertoire.ts';
import { withSchedule } from '../schedule/given.ts';
import type { Settings } from './config.ts';
import { withOwnEntries } from './own-entries.ts';
import { withPackages } from './packages.ts';
import { validate } from './settings.ts';
import { gather, type Sources } from './settings-sources.ts';
import { withTargetDefaults } from './target-defaults.ts';

/** Settings, and the entries that they may name. */
export interface Settled {
  readonly settings: Settings;
  readonly repertoire: Repertoire;
}

/** Settles what the sources say; paths are relative to `folder`. @throws UsageError */
export async function settle(sources: Sources, folder: string): Promise<Settled> {
  const { gathered, repertoire } = await withOwnEntries(gather(sources), folder);
  const found = allowed(repertoire);
  const defaulted = withTargetDefaults(gathered, found.targets);
  const scheduled = await withSchedule(defaulted, { nemeses: repertoire.nemesis, folder });
  return { settings: validate(withPackages(scheduled, found), found), repertoire };
}
