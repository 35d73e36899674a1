/** Finds the faults that `--survivors majority` refuses. */
import { isRefusal, parseAim, splitAim, wordsIn } from '../../../nemesis/aim.ts';
import type { NemesisEntry } from '../../../nemesis/entry.ts';
import type { Parameter } from '../../contract.ts';
import { strikable } from '../../run/survivors.ts';
import type { Settings } from './config.ts';

/** Returns an error for each fault that may strike more than a minority, if a majority must survive. */
export function costlyFaults(
  { survivors, nemesis, nodes }: Settings,
  nemeses: readonly NemesisEntry[],
): readonly string[] {
  if (survivors !== 'majority') return [];
  const atMost = strikable(nodes);
  if (atMost === 0)
    return [`--survivors majority: expected --nodes of at least 3, found ${nodes}.`];
  return nemesis
    .filter(text => nemeses.some(entry => isCostly(entry, text, atMost)))
    .map(
      text =>
        `--survivors majority: expected faults of at most ${atMost} of ${nodes} nodes, found ${text}.`,
    );
}

function isCostly(entry: NemesisEntry, text: string, atMost: number): boolean {
  const { name, aim: words } = splitAim(text);
  if (entry.name !== name) return false;
  const aim = parseAim(entry, words);
  const costs = (parameter: Parameter): boolean =>
    !isRefusal(aim) && hasCostlyWord(parameter, wordsIn(aim, parameter.name), atMost);
  return entry.costsMajority === true || (entry.takes ?? []).some(costs);
}

function hasCostlyWord(parameter: Parameter, given: readonly string[], atMost: number): boolean {
  if (parameter.kind !== 'word') return false;
  const { words, costsMajority = [] } = parameter;
  const nodes = given.filter(word => !words.includes(word));
  return nodes.length > atMost || given.some(word => costsMajority.includes(word));
}
