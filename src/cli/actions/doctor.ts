/** `zoobreak doctor`: reports whether a run can start here, what is missing, and how to get it. */
import { access, constants, stat } from 'node:fs/promises';
import { freemem } from 'node:os';
import { dirname } from 'node:path';
import { systemClock } from '../../clock.ts';
import type { Examination, TargetEntry } from '../../ensemble/entry.ts';
import { silentLog } from '../../log.ts';
import { EXIT, UsageError } from '../exit.ts';
import { targetsFor } from '../named.ts';
import type { Settings } from '../options/config.ts';
import { partOf } from '../options/plan-parts.ts';
import { resultsFolder, settingsOf } from '../options/settings-of.ts';
import type { Verb } from '../verb.ts';

const LIMIT_MS = 20_000;
/** The lowest supported Node version, as in package.json. */
const NODE_AT_LEAST: readonly [number, number] = [20, 19];
/** Memory, in MB, of one node's server and sidecar under load, and of the controller with its checkers. */
const MB_PER_NODE = 300;
const MB_CONTROLLER = 500;
const USUAL_NODES = 3;

export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** What was found and, if it is not ok, what to do. */
  readonly found: string;
}

/** Exits with 0 if a run can start here, with 254 if something is missing. */
export const doctor: Verb = async (terminal, flags) => {
  const signal = AbortSignal.timeout(LIMIT_MS);
  const settings =
    flags.target === undefined ? undefined : (await settingsOf(terminal, flags)).settings;
  const examined = settings && (await examine(settings, signal));
  if (examined !== undefined) {
    terminal.out(examined.table);
    return examined.ok ? EXIT.valid : EXIT.usage;
  }
  const findings = [
    nodeVersion(process.versions.node),
    memory(freemem() / 2 ** 20),
    await results(await resultsFolder(terminal, flags)),
    ...(await Promise.all(targetsFor(settings?.target).map(entry => reach(entry, signal)))),
  ];
  terminal.out(findings.map(findingLine).join(''));
  return findings.every(({ ok }) => ok) ? EXIT.valid : EXIT.usage;
};

/** Returns undefined if the target has no machines of its own. @throws UsageError */
async function examine(settings: Settings, signal: AbortSignal): Promise<Examination | undefined> {
  const [entry] = targetsFor(settings.target);
  const own = partOf(settings, entry?.takes ?? []);
  const options = { ...own, log: silentLog, clock: systemClock(), seed: 0 };
  return entry?.examine?.(options, settings.server, signal).catch((cause: unknown) => {
    if (cause instanceof RangeError) throw new UsageError(cause.message, { cause });
    throw cause;
  });
}

export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = NODE_AT_LEAST;
  const ok = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  const remedy = ok ? '' : `; ${leastMajor}.${leastMinor} or newer is needed: https://nodejs.org`;
  return { what: 'Node.js', ok, found: `${version}${remedy}` };
}

/** Checks `freeMb`, the memory that the system can give without swapping. */
export function memory(freeMb: number): Finding {
  const needed = USUAL_NODES * MB_PER_NODE + MB_CONTROLLER;
  const ok = freeMb >= needed;
  const remedy = ok
    ? ''
    : `; ${USUAL_NODES} nodes need about ${needed} MB: stop something, or --nodes 1`;
  return { what: 'memory', ok, found: `${Math.round(freeMb)} MB free${remedy}` };
}

/** Whether runs can be stored in `folder`, which need not be there yet. */
export async function results(folder: string): Promise<Finding> {
  const what = 'results';
  const remedy = 'Name another folder by --results';
  const place = await existing(folder);
  const found = await stat(place);
  if (!found.isDirectory())
    return { what, ok: false, found: `${place} is a file, not a folder. ${remedy}` };
  return access(place, constants.W_OK).then(
    () => ({ what, ok: true, found: `${folder} can be written` }),
    () => ({ what, ok: false, found: `${place} cannot be written. ${remedy}` }),
  );
}

/** The path, or the nearest above it that is there. */
async function existing(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere ? path : existing(dirname(path));
}

async function reach(entry: TargetEntry, signal: AbortSignal): Promise<Finding> {
  const target = await entry.open({ log: silentLog, clock: systemClock(), seed: 0 });
  const reached = await target.available(signal);
  const found = reached.ok ? 'an ensemble can start' : `${reached.why}. ${entry.remedy}`;
  return { what: `target ${entry.name}`, ok: reached.ok, found };
}

function findingLine({ what, ok, found }: Finding): string {
  return `${ok ? 'ok     ' : 'MISSING'}  ${what}: ${found}\n`;
}
