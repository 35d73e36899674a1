/** The machine before and after the whole suite: what the tests leave on it is a failure of the suite. */
import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { leftBehind, type MachineState } from '../kit/machine-state.ts';

const run = promisify(execFile);

/** Vitest's setup of project e2e; what it returns is the teardown. */
export default async function hostState(_: TestProject): Promise<() => Promise<void>> {
  const before = await machineState();
  return async () => {
    const left = leftBehind(before, await machineState());
    if (left.length === 0) return;
    // vitest tells of an error here, and ends with 0 all the same
    process.exitCode = 1;
    throw new Error(`expected the machine as it was before the tests, found ${left.join('; ')}`);
  };
}

async function machineState(): Promise<MachineState> {
  const [engine, rules, links, mounts] = await Promise.all([
    inEngine(),
    lines('iptables-save'),
    lines('ip', '-o', 'link', 'show'),
    readFile('/proc/self/mounts', 'utf8').catch(() => ''),
  ]);
  // after the commands, which are processes too
  const processes = await ourProcesses();
  return {
    engine,
    rules: rules.filter(line => line.startsWith('-A') || line.startsWith(':')),
    links: links.map(line => line.split(': ')[1] ?? line),
    mounts: mounts.split('\n').map(line => line.split(' ')[1] ?? ''),
    processes,
    clockMs: Date.now() - Number(process.hrtime.bigint()) / 1e6,
  };
}

const MADE_BY = ['zoobreak.controller', 'zoobreak-test.ssh'];

/** Lists our containers, networks and volumes, except those of another run in progress. */
async function inEngine(): Promise<readonly string[]> {
  const found = await Promise.all(MADE_BY.map(labelled));
  const ours = await Promise.all(
    found.flat().map(async ([name = '', maker = '']) => ((await isOfAnother(maker)) ? [] : [name])),
  );
  return ours.flat();
}

/** Names, and what the label says of who made them. */
async function labelled(label: string): Promise<readonly (readonly string[])[]> {
  const filter = ['--filter', `label=${label}`];
  const maker = `\t{{.Label "${label}"}}`;
  const kinds = [
    ['ps', '--all', '--format', `container {{.Names}}${maker}`],
    ['network', 'ls', '--format', `network {{.Name}}${maker}`],
    ['volume', 'ls', '--format', `volume {{.Name}}${maker}`],
  ];
  const found = await Promise.all(kinds.map(kind => lines('docker', ...kind, ...filter)));
  return found.flat().map(line => line.split('\t'));
}

/** Whether a process that lives, and was not started by this one, made it: `PID`, or `HOST PID START`. */
async function isOfAnother(maker: string): Promise<boolean> {
  const words = maker.split(' ');
  let pid = Number(words[1] ?? words[0]);
  for (let hops = 0; pid > 1 && hops < 50; hops++) {
    if (pid === process.pid) return false;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (stat === '') return hops > 0;
    pid = Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]);
  }
  return true;
}

/** None where there is no such command. */
async function lines(command: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(command, [...args]).catch(() => ({ stdout: '' }));
  return stdout.split('\n').filter(line => line !== '');
}

/** Describes the processes that run in this checkout or in a test's folder, except this one. */
async function ourProcesses(): Promise<readonly string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name));
  const found = await Promise.all(pids.filter(pid => Number(pid) !== process.pid).map(described));
  return found.filter(each => each !== undefined);
}

async function described(pid: string): Promise<string | undefined> {
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  if (!(folder === process.cwd() || /\/zoobreak-[^/]*/.test(folder))) return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const words = command.replaceAll('\0', ' ').trim();
  return words === '' ? undefined : `${pid} ${words}`;
}
