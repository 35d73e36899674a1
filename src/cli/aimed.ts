/** Creates the nemeses that a plan names, with their aims: `kill:leader`. */
import { isRefusal, parseAim, splitAim } from '../../nemesis/aim.ts';
import type { NemesisEntry } from '../../nemesis/entry.ts';
import type { Nemesis, NemesisOptions } from '../contract.ts';
import { named } from './named.ts';

interface AimedNemesis {
  readonly entry: NemesisEntry;
  create(options: NemesisOptions): Nemesis;
}

/** @throws RangeError if no entry has the name, or the text after the colon does not fit the entry's
 * parameters. Validation has ruled out both. */
export function aimedNemesis(entries: readonly NemesisEntry[], text: string): AimedNemesis {
  const { name, aim: words } = splitAim(text);
  const entry = named(entries, name);
  const aim = parseAim(entry, words);
  if (isRefusal(aim)) throw new RangeError(`${text}: expected ${aim.expected}, found ${aim.found}`);
  return { entry, create: options => entry.create({ ...options, aim }) };
}
