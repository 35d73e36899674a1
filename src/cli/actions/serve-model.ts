/** `zoobreak serve-model`: runs one server of the sim as a separate process. */
import { resolve } from 'node:path';
import { systemClock } from '../../clock.ts';
import { bugs, rulesWith } from '../../ensemble/sim/bugs.ts';
import { type Place, placesIn, SERVERS_SYNTAX } from '../../ensemble/sim/process/places.ts';
import { DamagedFile } from '../../ensemble/sim/process/sealed.ts';
import { serveModel as serveProcess } from '../../ensemble/sim/process/serve.ts';
import { honest, type Rules } from '../../ensemble/sim/rules.ts';
import { EXIT, UsageError } from '../exit.ts';
import { didYouMean } from '../suggest.ts';
import type { Verb } from '../verb.ts';

/** Serves until SIGTERM or Ctrl-C. */
export const serveModel: Verb = async (terminal, flags) => {
  const places = placesOf(flags.servers);
  const clock = systemClock();
  const say = (message: string): void =>
    terminal.out(`${new Date(clock.wallMs()).toISOString()} ${message}\n`);
  const options = {
    self: selfIn(places, flags.id),
    places,
    clientPort: portIn(flags.clientPort),
    data: resolve(terminal.folder, String(flags.data)),
    rules: rulesOf(flags.bug),
    clock,
    say,
  };
  const ended = new Promise<number>(done => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => done(EXIT.valid));
  });
  try {
    serveProcess(options);
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    terminal.err(`zoobreak: ${error.message}\n`);
    return EXIT.crash;
  }
  return ended;
};

function placesOf(flag: unknown): readonly Place[] {
  try {
    return placesIn(flag as readonly string[]);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`--servers: expected ${SERVERS_SYNTAX}, found '${error.message}'.`);
  }
}

function selfIn(places: readonly Place[], flag: unknown): Place {
  const self = places[Number(flag) - 1];
  if (self !== undefined) return self;
  const ids = `a place in --servers, 1 to ${places.length}`;
  throw new UsageError(`--id: expected ${ids}, found '${flag}'.`);
}

function portIn(flag: unknown): number {
  const port = Number(flag);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError(`--client-port: expected a port from 1 to 65535, found '${flag}'.`);
}

function rulesOf(flag: unknown): Rules {
  if (flag === undefined) return honest;
  const name = String(flag);
  const names = bugs.map(bug => bug.name);
  if (names.includes(name)) return rulesWith(name);
  throw new UsageError(
    `--bug: expected a name of \`zoobreak list bugs\`, found '${name}'.${didYouMean(name, names)}`,
  );
}
