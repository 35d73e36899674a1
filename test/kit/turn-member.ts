/** Clients of a turnstile over znodes in memory. Their time passes only when the test says. */

import { type TurnOp, type Turnstile, turnstileClient } from '../../src/client/turnstile.ts';
import type { Client, ClientPlace, Outcome } from '../../src/contract.ts';
import { silentLog } from '../../src/log.ts';
import { seededRandom } from '../../src/random.ts';
import { type FakeSession, fakeSession, type Scripted, type Tree } from './fake-session.ts';

interface Member {
  readonly client: Client<TurnOp>;
  readonly session: FakeSession;
  /** Ends the wait of every client in line. */
  timeUp(): void;
}

/** Returns a function that opens clients of a turnstile, each with its own session. */
export function memberOf(
  turnstile: Turnstile,
): (tree: Tree, process: number, script?: readonly Scripted[]) => Member {
  return (tree, process, script = []) => member(turnstile, { tree, process, script });
}

interface Spot {
  readonly tree: Tree;
  readonly process: number;
  readonly script: readonly Scripted[];
}

function member(turnstile: Turnstile, { tree, process, script }: Spot): Member {
  const { place, timeUp } = placeOf(process);
  let session = fakeSession(tree);
  const client = turnstileClient(turnstile, place, onEvent => {
    session = fakeSession(tree, script, onEvent);
    return session;
  });
  return { client, session, timeUp };
}

/** Returns a place where time passes only by `timeUp`, one second at a time. */
export function placeOf(process: number): { readonly place: ClientPlace; timeUp(): void } {
  const alarms = new Set<() => void>();
  let nowNs = 0;
  const clock: ClientPlace['clock'] = {
    nowNs: () => nowNs,
    wallMs: () => 0,
    after: (_, callback) => {
      alarms.add(callback);
      return { cancel: () => alarms.delete(callback) };
    },
    sleep: async () => {},
  };
  const place: ClientPlace = {
    process,
    servers: [],
    everyServer: [],
    sessionTimeoutMs: 1000,
    operationTimeoutMs: 1000,
    clock,
    random: seededRandom(process),
    log: silentLog,
  };
  const timeUp = (): void => {
    nowNs += 1e9;
    for (const alarm of alarms) alarm();
  };
  return { place, timeUp };
}

/** Resolves when all promises that need no time have settled. */
export const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

export async function watched(promise: Promise<Outcome>): Promise<{ outcome?: Outcome }> {
  const seen: { outcome?: Outcome } = {};
  void promise.then(outcome => {
    seen.outcome = outcome;
  });
  await settle();
  return seen;
}
