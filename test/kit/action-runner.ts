/** Runs the steps of a composite action as GitHub's runner does: inputs and expressions, `if`, bash with
 *  -eo pipefail, and the files through which a step sets outputs and writes its summary. Steps that use
 *  another action are not run: what they were given is returned. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { FunctionInfo } from '@actions/expressions/funcs/info';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RanAction {
  readonly failed: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What steps wrote, stdout and stderr. */
  readonly log: string;
  /** What other actions were given, by their name. */
  readonly used: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function readAction(): Action {
  return parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;
}

interface State {
  readonly inputs: Readonly<Record<string, string>>;
  readonly steps: Record<string, Record<string, string>>;
  failed: boolean;
}

/** In `folder`, which is the workspace. */
export function runAction(given: Readonly<Record<string, string>>, folder: string): RanAction {
  const { inputs, outputs, runs } = readAction();
  const defaults = Object.entries(inputs).map(([name, input]) => [name, input.default ?? '']);
  const state: State = {
    inputs: { ...Object.fromEntries(defaults), ...given },
    steps: {},
    failed: false,
  };
  const scratch = mkdtempSync(join(tmpdir(), 'runner-'));
  const summary = join(scratch, 'summary');
  writeFileSync(summary, '');
  const used: Record<string, Record<string, string>> = {};
  let log = '';
  for (const step of runs.steps) {
    if (!isDue(step, state)) continue;
    if (step.uses !== undefined) used[step.uses] = filledAll(step.with ?? {}, state);
    else log += runStep(step, { state, folder, scratch, summary });
  }
  const values = Object.entries(outputs).map(([name, { value }]) => [name, filled(value, state)]);
  const result = {
    failed: state.failed,
    outputs: Object.fromEntries(values),
    summary: readFileSync(summary, 'utf8'),
    log,
    used,
  };
  rmSync(scratch, { recursive: true });
  return result;
}

interface Place {
  readonly state: State;
  readonly folder: string;
  readonly scratch: string;
  readonly summary: string;
}

function runStep(step: Step, { state, folder, scratch, summary }: Place): string {
  const script = join(scratch, 'step.sh');
  const output = join(scratch, 'output');
  writeFileSync(script, filled(step.run ?? '', state));
  writeFileSync(output, '');
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', script],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_SHA: 'f'.repeat(40),
        GITHUB_ACTION_PATH: ROOT,
        GITHUB_WORKSPACE: folder,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        ...filledAll(step.env ?? {}, state),
      },
    },
  );
  if (status !== 0) state.failed = true;
  if (step.id !== undefined) state.steps[step.id] = outputsIn(readFileSync(output, 'utf8'));
  return stdout + stderr;
}

function outputsIn(text: string): Record<string, string> {
  const lines = text.split('\n').filter(line => line !== '');
  return Object.fromEntries(
    lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** Without a condition of its own a step runs as long as none has failed. */
function isDue(step: Step, state: State): boolean {
  if (step.if === undefined) return !state.failed;
  const expression = /^\$\{\{(.*)\}\}$/s.exec(step.if)?.[1] ?? step.if;
  const { value, saysStatus } = evaluated(expression, state);
  return value !== 'false' && value !== '' && (saysStatus || !state.failed);
}

function filledAll(texts: Readonly<Record<string, unknown>>, state: State): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, filled(String(text), state)]),
  );
}

function filled(text: string, state: State): string {
  return text.replaceAll(
    /\$\{\{(.*?)\}\}/gs,
    (_, expression: string) => evaluated(expression, state).value,
  );
}

function evaluated(expression: string, state: State): { value: string; saysStatus: boolean } {
  let saysStatus = false;
  const status = (name: string, holds: () => boolean) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => {
      saysStatus = true;
      return new data.BooleanData(holds());
    },
  });
  const functions = [
    status('always', () => true),
    status('success', () => !state.failed),
    status('failure', () => state.failed),
  ];
  const infos: FunctionInfo[] = functions;
  const tokens = new Lexer(expression).lex().tokens;
  const tree = new Parser(tokens, ['inputs', 'steps'], infos).parse();
  const byName = new Map(functions.map(each => [each.name, each]));
  const value = new Evaluator(tree, contextOf(state), byName).evaluate();
  return { value: value.coerceString(), saysStatus };
}

function contextOf({ inputs, steps }: State): data.Dictionary {
  const outputs = Object.entries(steps).map(([id, values]) => ({
    key: id,
    value: new data.Dictionary({ key: 'outputs', value: strings(values) }),
  }));
  return new data.Dictionary(
    { key: 'inputs', value: strings(inputs) },
    { key: 'steps', value: new data.Dictionary(...outputs) },
  );
}

function strings(values: Readonly<Record<string, string>>): data.Dictionary {
  const pairs = Object.entries(values).map(([key, value]) => ({
    key,
    value: new data.StringData(value),
  }));
  return new data.Dictionary(...pairs);
}
