/** `zoobreak reproduce [NAME...]`: runs entries of the track record on the affected version and on a clean
 * one. */
import { relative } from 'node:path';
import { systemClock } from '../../clock.ts';
import { readVerdictIfAny } from '../../store/results.ts';
import { storedHistory } from '../../store/stored-history.ts';
import { EXIT, UsageError } from '../exit.ts';
import { listen } from '../interrupts.ts';
import { runCell } from '../matrix/run.ts';
import { flagOf, OPTION_KEYS } from '../options/rows.ts';
import { didYouMean } from '../suggest.ts';
import type { Terminal } from '../terminal.ts';
import { TRACK_RECORD } from '../track-record/entries.ts';
import type { RunOptions, TrackRecordEntry } from '../track-record/entry.ts';
import {
  reproduce,
  type Tried,
  type Tries,
  type TryPlan,
  type TryResult,
} from '../track-record/reproduce.ts';
import { scheduleFile } from '../track-record/schedules.ts';
import { shownAtNs } from '../track-record/shown-at.ts';
import { entryCode, entryLine, tryLine } from '../track-record/text.ts';
import type { Verb } from '../verb.ts';

const MOST_UNTIL_FOUND = 5;

export const reproduceVerb: Verb = async (terminal, flags, names) => {
  const entries = entriesOf(names);
  if (flags.list === true) {
    for (const entry of entries) terminal.out(listText(entry));
    return EXIT.valid;
  }
  return reproduceAll(terminal, entries, triesOf(flags.tries));
};

/** Runs the entries one after the other; each run is a separate process and is stored in results/. */
export async function reproduceAll(
  terminal: Terminal,
  entries: readonly TrackRecordEntry[],
  tries: Tries,
): Promise<number> {
  const clock = systemClock();
  const { stop, release } = listen(clock, line => terminal.err(`${line}\n`));
  const told = (entry: TrackRecordEntry, result: TryResult): void => {
    terminal.err(`${tryLine(entry, shown(result, terminal.folder))}\n`);
    if (result.outcome === 'none') terminal.err(result.said);
  };
  const run = (entry: TrackRecordEntry, plan: TryPlan): Promise<Tried> =>
    runTry(terminal, { entry, plan, stop });
  const codes: number[] = [];
  try {
    for (const entry of entries) {
      const results = await reproduce(entry, tries, { run, told, stop });
      if (stop.aborted) return EXIT.interrupted;
      terminal.out(`${entryLine(entry, results)}\n`);
      codes.push(entryCode(results));
    }
    return [EXIT.invalid, EXIT.unknown].find(code => codes.includes(code)) ?? EXIT.valid;
  } finally {
    release();
  }
}

async function runTry(
  terminal: Terminal,
  { entry, plan, stop }: { entry: TrackRecordEntry; plan: TryPlan; stop: AbortSignal },
): Promise<Tried> {
  const { workload, nemeses } = entry;
  const { server, seed, options } = plan;
  const startedMs = performance.now();
  const cell = { workload, nemesis: nemeses, server, seed };
  const flags = { ...options, ...scheduleFlag(entry) };
  const { record, said } = await runCell(cell, { terminal, flags, stop });
  const seconds = (performance.now() - startedMs) / 1000;
  if (record.folder === undefined) return { seconds, said };
  const verdict = await readVerdictIfAny(record.folder);
  if (verdict === undefined) return { seconds, said, folder: record.folder };
  const shownNs =
    verdict.valid === false
      ? shownAtNs(entry, verdict, (await storedHistory(record.folder)).history)
      : undefined;
  const shownAt = shownNs === undefined ? {} : { shownAt: shownNs / 1e9 };
  return { seconds, said, folder: record.folder, verdict, ...shownAt };
}

/** Returns the schedule of an entry, as an option of its run. */
function scheduleFlag({ schedule }: TrackRecordEntry): RunOptions {
  return schedule === undefined ? {} : { schedule: scheduleFile(schedule) };
}

function shown(result: TryResult, from: string): TryResult {
  return result.folder === undefined
    ? result
    : { ...result, folder: relative(from, result.folder) };
}

/** @throws UsageError if there is no such entry. */
function entriesOf(names: readonly string[]): readonly TrackRecordEntry[] {
  if (names.length === 0) return TRACK_RECORD;
  const known = TRACK_RECORD.map(({ name }) => name);
  return names.map(name => {
    const entry = TRACK_RECORD.find(each => each.name === name);
    if (entry !== undefined) return entry;
    throw new UsageError(
      `reproduce: expected one of ${known.join(', ')}, found "${name}".${didYouMean(name, known)}`,
    );
  });
}

/** @throws UsageError */
function triesOf(flag: unknown): Tries {
  if (flag === undefined) return { count: MOST_UNTIL_FOUND, atMost: true };
  const count = Number(flag);
  if (Number.isInteger(count) && count > 0) return { count, atMost: false };
  throw new UsageError(`--tries: expected a whole number from 1, found ${JSON.stringify(flag)}.`);
}

function listText(entry: TrackRecordEntry): string {
  const { name, promise, workload, nemeses, affected, control } = entry;
  const options: RunOptions = { ...entry.options, ...scheduleFlag(entry) };
  const chosen = OPTION_KEYS.flatMap(key =>
    options[key] === undefined ? [] : [`${flagOf(key)} ${options[key]}`],
  );
  const command = [
    `zoobreak run --workload ${workload}`,
    ...(nemeses.length === 0 ? [] : [`--nemesis ${nemeses.join(',')}`]),
    ...chosen,
    `--server ${affected}`,
  ];
  const clean =
    control === undefined
      ? 'none'
      : [control.server, ...Object.values(control.options ?? {})].join(', ');
  return `${name}\n  ${promise}\n  found by: ${command.join(' ')}\n  control: ${clean}\n`;
}
