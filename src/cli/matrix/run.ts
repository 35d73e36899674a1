/** Runs one cell of a matrix as a `zoobreak run` in a separate process, so that runs share nothing. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Cell, CellRecord } from '../../store/matrix-record.ts';
import { EXIT } from '../exit.ts';
import { flagOf, OPTION_KEYS } from '../options/rows.ts';
import { startedIn } from '../runs/run-channel.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags } from '../verb.ts';

export interface EndedCell {
  /** The record of the cell; its folder is absolute. */
  readonly record: CellRecord;
  /** What the run wrote to stderr. */
  readonly said: string;
}

/** Resolves when the run has ended, in any way; an interrupt is passed on to the run. */
export function runCell(
  cell: Cell,
  { terminal, flags, stop }: { terminal: Terminal; flags: Flags; stop: AbortSignal },
): Promise<EndedCell> {
  const child = spawn(process.execPath, [mainScript(), 'run', ...argumentsOf(cell, flags)], {
    cwd: terminal.folder,
    env: { ...terminal.environment, GITHUB_ACTIONS: undefined },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', chunk => {
    said += chunk;
  });
  let folder: string | undefined;
  child.on('message', message => {
    folder ??= startedIn(message);
  });
  const passOn = (): void => void child.kill('SIGINT');
  stop.addEventListener('abort', passOn);
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', code => {
      stop.removeEventListener('abort', passOn);
      const died = stop.aborted ? EXIT.interrupted : EXIT.crash;
      done({ record: recordOf(cell, code ?? died, folder), said });
    });
  });
}

/** Returns the script beside this file once it is built. */
function mainScript(): string {
  return fileURLToPath(new URL('../main.js', import.meta.url));
}

/** Returns the flags of the matrix that also apply to a run, then those of the cell. The matrix itself writes
 * the reports. */
export function argumentsOf(cell: Cell, flags: Flags): string[] {
  const shared = OPTION_KEYS.filter(key => !OF_THE_CELL.includes(key) && flags[key] !== undefined);
  const given = shared.flatMap(key => flagWith(flagOf(key), flags[key]));
  const config = flags.config === undefined ? [] : ['--config', String(flags.config)];
  const { workload, nemesis, server, seed } = cell;
  const faults = nemesis.length === 0 ? {} : { nemesis: nemesis.join(',') };
  const own = { workload, ...faults, server, seed };
  return [
    ...given,
    ...config,
    ...Object.entries(own).map(([name, value]) => `--${name}=${value}`),
    ...['--test-count=1', '--reporter=list', '--quiet'],
  ];
}

const OF_THE_CELL: readonly string[] = [
  ...['workload', 'nemesis', 'server', 'seed', 'testCount'],
  ...['reporter', 'json', 'quiet'],
];

function flagWith(flag: string, value: unknown): string[] {
  return value === true ? [flag] : [`${flag}=${String(value)}`];
}

function recordOf(cell: Cell, code: number, folder: string | undefined): CellRecord {
  const outcome = OUTCOMES.get(code) ?? 'crash';
  return { ...cell, outcome, ...(folder !== undefined && { folder }) };
}

const OUTCOMES: ReadonlyMap<number, CellRecord['outcome']> = new Map([
  [EXIT.valid, 'valid'],
  [EXIT.invalid, 'invalid'],
  [EXIT.unknown, 'unknown'],
  [EXIT.interrupted, 'interrupted'],
]);
