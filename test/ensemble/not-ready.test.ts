import { expect, test } from 'vitest';
import type { NodeName, Role } from '../../src/contract.ts';
import { reportNotReady } from '../../src/ensemble/not-ready.ts';
import { ScriptedServer } from '../kit/scripted-server.ts';
import { virtualClock } from '../kit/virtual-clock.ts';

interface State {
  readonly role?: Role;
  readonly said?: string;
  readonly refusal?: string;
  readonly mode?: ScriptedServer['mode'];
}

function node(name: string, { role = 'none', said = '', refusal, mode = 'take' }: State) {
  const server = new ScriptedServer(name);
  server.mode = mode;
  return {
    name: name as NodeName,
    address: server.place.address,
    answer: async () => ({ role, asked: '`srvr`', said }),
    refusal: async () => refusal,
  };
}

/** What is reported of such nodes within so many ms. */
async function reported(states: readonly State[], withinMs: number): Promise<readonly string[]> {
  const clock = virtualClock();
  const over = new AbortController();
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const nodes = states.map((state, at) => node(`n${at + 1}`, state));
  const done = reportNotReady(nodes, { clock, say }, over.signal);
  await clock.advance(withinMs);
  over.abort();
  await done;
  return lines;
}

test('a server that serves without `srvr` is named within 20 s, once, with the way out', async () => {
  const [line = '', ...others] = await reported([{}, { role: 'leader' }], 60_000);
  expect(others).toEqual([]);
  expect(line).toBe(
    'n1 not ready; n1 accepts connections. n1: asked `srvr`, answered nothing. n1 answered a client ' +
      'request (a session, then exists "/"): a profile with `readiness: client` waits for that instead ' +
      '(docs/profiles.md). Still waiting.',
  );
  expect(await reported([{}], 20_000)).toHaveLength(1);
});

test('a server that answers neither is quoted', async () => {
  const state = { said: 'not currently serving\nmore', refusal: 'connection-loss: no session' };
  const [line] = await reported([state, state], 20_000);
  expect(line).toContain('n1, n2 accept connections.');
  expect(line).toContain('n2: asked `srvr`, answered "not currently serving".');
  expect(line).toContain('(n1: connection-loss: no session; n2: connection-loss: no session)');
  expect(line).not.toContain('readiness: client');
});

test('servers whose ports are closed are named as such', async () => {
  const [line] = await reported([{ mode: 'refuse' }, { role: 'leader' }], 20_000);
  expect(line).toBe('n1 not ready: no connection to a client port is accepted. Still waiting.');
});

test('nothing is reported of servers that are ready, or of a start that is over', async () => {
  expect(await reported([{ role: 'leader' }, { role: 'unknown' }], 60_000)).toEqual([]);
  expect(await reported([{}], 10_000)).toEqual([]);
});
