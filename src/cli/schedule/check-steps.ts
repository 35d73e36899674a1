/** Finds errors in the steps of a schedule: one line each, with the number of the step. */
import { isRefusal, parseAim, splitAim } from '../../../nemesis/aim.ts';
import type { NemesisEntry } from '../../../nemesis/entry.ts';
import { refusedValue } from '../../../nemesis/value-shape.ts';
import type { Nemesis } from '../../contract.ts';
import { isConditionRefusal, nodesOf, parseCondition } from '../../run/schedule/condition.ts';
import type { ScheduleStep } from '../../store/schedule.ts';
import { choice } from '../options/schemas.ts';
import { didYouMean } from '../suggest.ts';
import { declaredBy } from './declared.ts';

interface Known {
  readonly nemeses: readonly NemesisEntry[];
  /** The number of nodes, observers included. */
  readonly nodeCount: number;
}

/** The completion of "expected ..., found ...". */
interface Problem {
  readonly at: string;
  readonly expected: string;
  readonly found: string;
  readonly allowed?: readonly string[];
}

export function stepProblems(steps: readonly ScheduleStep[], known: Known): readonly string[] {
  return steps.flatMap((step, at) => problemsOf(step, known).map(each => textOf(each, at)));
}

function textOf({ at, expected, found, allowed = [] }: Problem, step: number): string {
  const hint = didYouMean(found, allowed);
  return `steps[${step}].${at}: expected ${expected}, found ${JSON.stringify(found)}.${hint}`;
}

function problemsOf(step: ScheduleStep, known: Known): readonly Problem[] {
  const { strike, heal, value, operation } = step;
  if (strike !== undefined && heal !== undefined)
    return [{ at: 'heal', expected: 'a strike or a heal in a step', found: heal }];
  if (strike === undefined && value !== undefined)
    return [{ at: 'value', expected: 'a strike with it', found: 'none' }];
  if (strike === undefined && heal === undefined && operation !== undefined)
    return [{ at: 'operation', expected: 'a strike or a heal with it', found: 'none' }];
  return [
    ...(strike === undefined ? [] : nameProblems('strike', strike, known)),
    ...(heal === undefined ? [] : nameProblems('heal', heal, known)),
    ...(operation === undefined ? [] : operationProblems(step, operation, known)),
    ...(strike !== undefined && value !== undefined ? aimProblems(strike) : []),
    ...(['when', 'until'] as const).flatMap(key => conditionProblems(key, step[key], known)),
    ...valueProblems(step, known),
    ...missingNodes('value', namesIn(value), known),
  ];
}

function nameProblems(at: 'strike' | 'heal', text: string, known: Known): readonly Problem[] {
  const { name, aim } = splitAim(text);
  const names = known.nemeses.map(each => each.name).filter(each => each !== 'none');
  const entry = known.nemeses.find(each => each.name === name && name !== 'none');
  if (entry === undefined) return [{ at, expected: choice(names), found: name, allowed: names }];
  if (at === 'heal') return aim === undefined ? [] : aimProblems(text, 'heal');
  const parsed = parseAim(entry, aim);
  return isRefusal(parsed)
    ? [{ at, ...parsed }]
    : missingNodes(at, namesIn([...parsed.values()]), known);
}

/** Finds names that are no strike, or no heal, of the step's nemesis. */
function operationProblems(
  { strike, heal = '' }: ScheduleStep,
  operation: string,
  known: Known,
): readonly Problem[] {
  const { name } = splitAim(strike ?? heal);
  const declared = declaredAs(name, known);
  if (declared === undefined) return [];
  const found = declared.operations.flatMap(each =>
    strike === undefined ? (each.heal ?? []) : each.strike,
  );
  const names = [...new Set(found)];
  const what = `a ${strike === undefined ? 'heal' : 'strike'} of ${name}: ${names.join(', ')}`;
  return names.includes(operation)
    ? []
    : [{ at: 'operation', expected: what, found: operation, allowed: names }];
}

/** Finds values that the step's strike cannot have. */
function valueProblems(
  { strike, operation, value }: ScheduleStep,
  known: Known,
): readonly Problem[] {
  if (strike === undefined || value === undefined) return [];
  const { operations, values } = declaredAs(splitAim(strike).name, known) ?? {};
  const shape = values?.[operation ?? operations?.[0]?.strike ?? ''];
  const refusal = shape && refusedValue(shape, value);
  return refusal === undefined ? [] : [{ ...refusal, at: `value${refusal.at}` }];
}

function declaredAs(
  name: string,
  { nemeses, nodeCount }: Known,
): Pick<Nemesis, 'operations' | 'values'> | undefined {
  const entry = nemeses.find(each => each.name === name);
  return entry && declaredBy(entry, nodeCount);
}

/** Finds an aim given together with a value, which already decides everything. */
function aimProblems(text: string, at = 'strike'): readonly Problem[] {
  const { name, aim } = splitAim(text);
  const why = at === 'heal' ? 'without an aim' : 'without an aim beside a value';
  return aim === undefined ? [] : [{ at, expected: `${name} ${why}`, found: text }];
}

function conditionProblems(
  at: 'when' | 'until',
  text: string | undefined,
  known: Known,
): readonly Problem[] {
  if (text === undefined) return [];
  const condition = parseCondition(text);
  if (isConditionRefusal(condition)) return [{ at, ...condition }];
  return missingNodes(at, nodesOf(condition), known);
}

function missingNodes(
  at: string,
  names: readonly string[],
  { nodeCount }: Known,
): readonly Problem[] {
  const missing = names.find(name => Number(name.slice(1)) > nodeCount);
  if (missing === undefined) return [];
  return [{ at, expected: `a node from n1 to n${nodeCount}`, found: missing }];
}

/** Returns the names of nodes in a value, keys included. */
function namesIn(value: unknown): readonly string[] {
  const texts = JSON.stringify(value ?? null).match(/"n[1-9]\d*"/g) ?? [];
  return texts.map(text => text.slice(1, -1));
}
