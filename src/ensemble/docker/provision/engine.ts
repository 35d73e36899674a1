/** Finds a Docker engine or, on Debian and Ubuntu as root, installs and starts one. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../../within.ts';
import { connect, engineAddress } from '../engine.ts';
import { mayInstall, type Say, whyNotInstall } from './say.ts';

const DAEMON_LOG = '/var/log/zoobreak-dockerd.log';
const PID_FILE = '/var/run/docker.pid';
/** There where systemd runs the machine. */
const SYSTEMD = '/run/systemd/system';
const START_S = 60;
const PING_MS = 5_000;

/** Resolves when an engine answers. @throws {Error} that says what to do where none can be had. */
export async function ensureEngine(say: Say): Promise<void> {
  const error = await engineError();
  if (error === undefined) return;
  if (process.env.DOCKER_HOST) throw new Error(`${error}: start it, or unset DOCKER_HOST`);
  if (/EACCES/.test(error)) throw new Error(`${error}: run as root, or join the group docker`);
  if (!dockerdRuns()) await installAndStart(error, say);
  await untilItAnswers();
}

/** Why no engine answers; undefined where one does. */
async function engineError(): Promise<string | undefined> {
  try {
    const docker = await connect();
    await within(AbortSignal.timeout(PING_MS), docker.ping());
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `no Docker engine answers at ${engineAddress()} (${why})`;
  }
}

async function installAndStart(error: string, say: Say): Promise<void> {
  if (!mayInstall()) throw new Error(`${error}: ${whyNotInstall('a Docker engine')}`);
  if (!existsSync('/usr/sbin/dockerd') && !existsSync('/usr/bin/dockerd')) {
    const { aptInstall } = await import('./apt.ts');
    await aptInstall(say, 'docker.io');
  }
  if (dockerdRuns()) return;
  if (existsSync(SYSTEMD)) {
    say('Starting docker.service');
    execFileSync('systemctl', ['start', 'docker'], { stdio: ['ignore', 2, 2] });
    return;
  }
  say(`Starting dockerd, its log in ${DAEMON_LOG}`);
  rmSync(PID_FILE, { force: true });
  startDetached('dockerd', DAEMON_LOG);
}

/** A second one in the same network namespace would remove the first one's bridge. */
function dockerdRuns(): boolean {
  return readdirSync('/proc').some(name => /^\d+$/.test(name) && commandOf(name) === 'dockerd');
}

function commandOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined; // it ended while we looked
  }
}

function startDetached(command: string, logFile: string): void {
  const log = openSync(logFile, 'a');
  spawn(command, { detached: true, stdio: ['ignore', log, log] }).unref();
  closeSync(log);
}

async function untilItAnswers(): Promise<void> {
  for (let waited = 0; waited < START_S * 4; waited++) {
    if ((await engineError()) === undefined) return;
    await sleep(250);
  }
  throw new Error(`${await engineError()}, ${START_S} s after it was started: see ${DAEMON_LOG}`);
}
