/** `zoobreak serve`: shows the results in a browser on this machine. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { serve as listen } from '@hono/node-server';
import { type Clock, systemClock } from '../../clock.ts';
import type { RunCard } from '../../site/card.ts';
import { resultsApp } from '../../site/server.ts';
import { FILES } from '../../store/results.ts';
import { StoreError } from '../../store/store-error.ts';
import { EXIT, UsageError } from '../exit.ts';
import { resultsFolder } from '../options/settings-of.ts';
import { cardOf, runFolders } from '../output/run-cards.ts';
import type { Terminal } from '../terminal.ts';
import type { Verb } from '../verb.ts';

const HOST = '127.0.0.1';

/** Serves until Ctrl-C. */
export const serve: Verb = async (terminal, flags, [path]) => {
  const root = await folderAt(terminal, path ?? (await resultsFolder(terminal)));
  const clock = systemClock();
  const note = (line: string): void => terminal.err(`${line}\n`);
  const app = resultsApp({ root, cards: cardsBelow(root, clock, note), clock });
  const server = listen({ fetch: app.fetch, hostname: HOST, port: portOf(flags.port) }, info =>
    terminal.out(`http://${HOST}:${info.port}/\n`),
  );
  return new Promise((done, failed) => {
    server.on('error', (error: NodeJS.ErrnoException) => failed(portError(error)));
    const stop = (): void => {
      done(EXIT.valid);
      server.close();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
};

/** Returns the cards of all runs, at each call. The cards of runs that have ended are cached until their
 * files change. `note` is called once for each run that cannot be shown. */
export function cardsBelow(
  root: string,
  clock: Clock,
  note: (line: string) => void,
): () => Promise<RunCard[]> {
  const kept = new Map<string, { readonly version: string; readonly cards: RunCard[] }>();
  const read = async (folder: string): Promise<RunCard[]> => {
    const version = await versionOf(folder);
    const known = kept.get(folder);
    const isRunning = known?.cards.some(({ state }) => state === 'running') === true;
    if (known?.version === version && !isRunning) return known.cards;
    const cards = await shownCards(folder, clock.wallMs(), note);
    kept.set(folder, { version, cards });
    return cards;
  };
  return async () => (await Promise.all((await runFolders(root)).map(read))).flat();
}

/** Returns the card of a run, or none if one of its records does not match the schema. */
async function shownCards(
  folder: string,
  nowMs: number,
  note: (line: string) => void,
): Promise<RunCard[]> {
  try {
    return [await cardOf(folder, nowMs)];
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    note(`not shown: ${error.message}`);
    return [];
  }
}

async function versionOf(folder: string): Promise<string> {
  const names = [FILES.test, FILES.verdict, FILES.statistics, 'report.html'];
  const times = names.map(name =>
    stat(join(folder, name)).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  );
  return (await Promise.all(times)).join(' ');
}

async function folderAt({ folder }: Terminal, path: string): Promise<string> {
  const root = resolve(folder, path);
  const found = await stat(root).catch(() => undefined);
  if (found?.isDirectory()) return root;
  throw new UsageError(`serve: expected the folder of results, found none at ${root}.`);
}

function portOf(flag: unknown): number {
  const port = Number(flag);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new UsageError(`--port: expected a port from 0 to 65535, found ${JSON.stringify(flag)}.`);
}

function portError(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new UsageError(`--port: expected a free port, found one in use. Use --port 0 for any.`);
}
