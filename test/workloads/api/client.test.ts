import { describe, expect, test } from 'vitest';
import type { Client, ClientPlace, NodeName, Outcome } from '../../../src/contract.ts';
import { silentLog } from '../../../src/log.ts';
import { seededRandom } from '../../../src/random.ts';
import type { SessionOptions } from '../../../src/zookeeper/session.ts';
import type { SideOptions } from '../../../workloads/api/actor.ts';
import { intentsWithout } from '../../../workloads/api/all.ts';
import { apiClient } from '../../../workloads/api/client.ts';
import { keyOf } from '../../../workloads/api/intent.ts';
import { POOL, ROOT } from '../../../workloads/api/names.ts';
import { Picture } from '../../../workloads/api/picture.ts';
import type { ApiOp } from '../../../workloads/api/steering.ts';
import { AnsweringSession, type Answers } from '../../kit/answering-session.ts';
import { virtualClock } from '../../kit/virtual-clock.ts';

const NONODE = -101;
const NOAUTH = -102;
const BADVERSION = -103;
const NODEEXISTS = -110;
const LOST = -4;
const signal = new AbortController().signal;
const intents = new Map(intentsWithout(new Set()).map(intent => [keyOf(intent), intent]));

interface Stage {
  readonly client: Client<ApiOp>;
  readonly picture: Picture;
  readonly sessions: readonly AnsweringSession[];
  /** What each session was opened with. */
  readonly opened: readonly (SideOptions | undefined)[];
  readonly fire: (type: 'NodeDeleted') => void;
  readonly clock: ReturnType<typeof virtualClock>;
}

/** Each session that is opened gets the next answers. */
function stage(...answers: readonly Answers[]): Stage {
  const sessions: AnsweringSession[] = [];
  const opened: (SideOptions | undefined)[] = [];
  const listeners: NonNullable<SessionOptions['onEvent']>[] = [];
  const clock = virtualClock();
  const picture = new Picture();
  const server = { node: 'n1' as NodeName, address: { kind: 'tcp', host: 'h', port: 1 } } as const;
  const place: ClientPlace = {
    process: 0,
    servers: [server],
    everyServer: [server],
    sessionTimeoutMs: 6_000,
    operationTimeoutMs: 5_000,
    clock,
    random: seededRandom(1),
    log: silentLog,
  };
  const open = (
    _: ClientPlace,
    onEvent: NonNullable<SessionOptions['onEvent']>,
    options?: SideOptions,
  ): AnsweringSession => {
    const session = new AnsweringSession(answers[sessions.length]);
    opened.push(options);
    listeners.push(onEvent);
    sessions.push(session);
    return session;
  };
  const client = apiClient({ place, open, picture, intents, has: () => true });
  const fire: Stage['fire'] = type => {
    const event = { kind: 'watch', type, path: ROOT, node: server.node, session: 9n } as const;
    for (const listener of listeners) listener(event);
  };
  return { client, picture, sessions, opened, fire, clock };
}

const ask = (client: Client<ApiOp>, f: string, value: unknown): Promise<Outcome> =>
  client.invoke({ f, value }, signal);

describe('what was aimed at', () => {
  test('is recorded as reached where the server says so', async () => {
    const { client, sessions } = stage({ delete: [NONODE] });
    expect(await ask(client, 'delete', 'NONODE')).toMatchObject({
      type: 'ok',
      value: { aim: 'NONODE', outcome: 'NONODE', reached: true, steps: ['delete NONODE'] },
      node: 'n1',
    });
    expect(sessions[0]?.calls).toHaveLength(1);
  });

  test('is not where the server says something else, which is recorded', async () => {
    const { client } = stage({ delete: [0] });
    expect(await ask(client, 'delete', 'NONODE')).toMatchObject({
      type: 'ok',
      value: { outcome: 'ok', reached: false },
    });
  });

  test('is not where what else it says is not so', async () => {
    const { client } = stage();
    const made = await ask(client, 'create', 'ok: where one was deleted');
    expect(made).toMatchObject({ value: { outcome: 'ok', reached: false } });
  });

  test('that no intent has is a bug of the workload', async () => {
    const { client } = stage();
    await expect(ask(client, 'delete', 'NOTHING')).rejects.toThrow('found delete NOTHING');
  });
});

describe('a reply that is lost', () => {
  test('leaves a write in doubt, which is not sent again', async () => {
    const { client, sessions } = stage({ create: [LOST] });
    expect(await ask(client, 'create', 'ok')).toMatchObject({
      type: 'info',
      error: { name: 'CONNECTIONLOSS' },
    });
    expect(sessions[0]?.calls).toHaveLength(1);
  });

  test('of a read is a failure', async () => {
    const { client } = stage({ getData: [LOST] });
    expect(await ask(client, 'getData', 'ok')).toMatchObject({ type: 'fail' });
  });

  test('of a write on the way leaves the whole operation in doubt', async () => {
    const { client, sessions } = stage({ create: [LOST, 0, 0, 0], exists: [0] });
    const outcome = await ask(client, 'create', 'ok: sequential, below a znode made again');
    expect(outcome).toMatchObject({ type: 'info', error: { name: 'CONNECTIONLOSS' } });
    expect(sessions[0]?.calls.length).toBeGreaterThan(1);
  });
});

describe('the picture of the tree', () => {
  test('has what was created, at once for all clients', async () => {
    const { client, picture } = stage();
    await ask(client, 'create', 'ok');
    expect(picture.present).toHaveLength(2);
    expect(POOL).toContain(picture.present[1]);
  });

  test('has what a create met', async () => {
    const { client, picture } = stage({ create: [NODEEXISTS] });
    await ask(client, 'create', 'ok');
    expect(picture.present).toHaveLength(2);
  });

  test('loses what was deleted, and what lay below it', () => {
    const picture = new Picture();
    for (const path of [`${ROOT}/a`, `${ROOT}/a/x`, `${ROOT}/b`]) picture.put(path, 1n);
    picture.gone(`${ROOT}/a`, 2n);
    expect(picture.present).toEqual([ROOT, `${ROOT}/b`]);
    expect(picture.wasDeleted(`${ROOT}/a/x`)).toBe(true);
  });

  test('does not follow a server that lags', () => {
    const picture = new Picture();
    picture.put(`${ROOT}/a`, 5n, { version: 3 });
    picture.put(`${ROOT}/a`, 4n, { version: 2 });
    picture.gone(`${ROOT}/a`, 4n);
    expect(picture.get(`${ROOT}/a`)?.version).toBe(3);
  });

  test('is of the tree of the workload alone', () => {
    const picture = new Picture();
    picture.put('/', 1n);
    picture.put('/zookeeper', 1n);
    expect(picture.present).toEqual([ROOT]);
  });
});

describe('sessions', () => {
  test('one that has ended is followed by another', async () => {
    const { client, sessions } = stage();
    await ask(client, 'whoAmI', 'ok');
    const [first] = sessions;
    if (first !== undefined) first.state = 'expired';
    await ask(client, 'whoAmI', 'ok');
    expect(sessions.map(({ calls }) => calls)).toEqual([['whoAmI'], ['whoAmI']]);
  });

  test('a wrong password is that of an abandoned session, with one byte changed', async () => {
    const { client, sessions, opened } = stage({}, {}, { setData: [LOST] });
    const outcome = ask(client, 'openSession', 'SESSIONEXPIRED: a wrong password');
    await Promise.resolve();
    await outcome;
    expect(sessions[1]?.calls.at(-1)).toBe('abandon');
    expect(opened[2]).toMatchObject({ resume: { id: 9n, lastZxid: 5n } });
    const wrong = [...(opened[2]?.resume?.password ?? [])].sort((a, b) => a - b);
    expect(wrong).toEqual([...Array(15).fill(0), 0xff]);
  });

  test('one is closed behind its creates', async () => {
    const { client, sessions } = stage();
    await ask(client, 'closeSession', 'ok: right behind its creates');
    const create = `create ${ROOT}/session-`;
    expect(sessions[1]?.calls).toEqual([`exists ${ROOT}`, create, create, create, 'close']);
  });

  test('the right one takes it over, and closes it', async () => {
    const { client, sessions, opened } = stage();
    expect(await ask(client, 'openSession', 'ok: taken over')).toMatchObject({
      value: { outcome: 'ok', reached: true },
    });
    expect(opened[2]?.resume?.password).toEqual(new Uint8Array(16));
    expect(sessions[2]?.calls.at(-1)).toBe('close');
  });

  test('one that does nothing is asked once several of its timeouts are over', async () => {
    const { client, clock, sessions } = stage();
    const idle = (): Promise<Outcome> => ask(client, 'idle', 'ok: alive after several timeouts');
    expect(await idle()).toMatchObject({ value: { outcome: 'prepared', reached: false } });
    await clock.advance(17_000);
    expect(await idle()).toMatchObject({ value: { reached: false } });
    expect(sessions[1]?.calls).toHaveLength(1);
    await clock.advance(2_000);
    expect(await idle()).toMatchObject({ value: { reached: true, timeouts: 3 } });
  });

  test('all are closed with their client', async () => {
    const { client, sessions } = stage();
    await ask(client, 'idle', 'ok: alive after several timeouts');
    await client.close();
    expect(sessions.map(({ state }) => state)).toEqual(['closed', 'closed']);
  });
});

test('events are recorded once, with the operation after them', async () => {
  const { client, fire } = stage();
  await ask(client, 'whoAmI', 'ok');
  fire('NodeDeleted');
  expect(await ask(client, 'whoAmI', 'ok')).toMatchObject({ value: { events: ['NodeDeleted'] } });
  expect(await ask(client, 'whoAmI', 'ok')).toMatchObject({ value: { events: [] } });
});

test('a survey reads every path of the pool, as every user, and counts the outcomes', async () => {
  const { client, sessions } = stage({ getData: [0, NONODE, NONODE] });
  const outcome = await ask(client, 'survey', { server: 0, read: 'getData' });
  const { calls } = sessions[0] ?? { calls: [] };
  expect(calls.filter(call => call === 'addAuth digest')).toHaveLength(3);
  expect(outcome).toMatchObject({ value: { outcomes: { ok: POOL.length - 1, NONODE: 2 } } });
});

test.each([...intents.keys()])('%s: is sent to a server', async key => {
  const intent = intents.get(key);
  const { client, sessions } = stage();
  await ask(client, intent?.f ?? '', intent?.aim);
  expect(sessions.flatMap(({ calls }) => calls).length).toBeGreaterThan(0);
});

describe('requests that deserve two refusals', () => {
  test('a delete of a znode with children names a version that it does not have', async () => {
    const { client } = stage({ delete: [BADVERSION] });
    expect(await ask(client, 'delete', 'BADVERSION: of a znode with children')).toMatchObject({
      value: {
        outcome: 'BADVERSION',
        reached: true,
        steps: ['create ok', 'create ok', 'delete BADVERSION'],
      },
    });
  });

  test('a write without permission names a version that the znode does not have', async () => {
    const { client } = stage({ setData: [NOAUTH] });
    const outcome = await ask(client, 'setData', 'NOAUTH: at a wrong version');
    expect(outcome).toMatchObject({ value: { reached: true } });
    expect(outcome).not.toMatchObject({ value: { version: 0 } });
    expect(outcome).not.toMatchObject({ value: { version: -1 } });
  });
});

describe('parts of a multi that are taken back', () => {
  test('are of every kind', async () => {
    const { client } = stage();
    const kinds = new Set<string>();
    await ask(client, 'create', 'ok');
    for (let time = 0; time < 40; time++) {
      const { value } = await ask(client, 'multi', 'NONODE: a check');
      for (const part of partsIn(value)) kinds.add(part.split(' ')[0] ?? part);
    }
    expect([...kinds].sort()).toEqual(['check', 'create', 'delete', 'setData']);
  });

  test('a child is created below a parent of the same multi whose list keeps its creator from it', async () => {
    const { client } = stage();
    const aim = 'NOAUTH: a create below what an earlier part made';
    const [parent = '', child = ''] = partsIn((await ask(client, 'multi', aim)).value);
    expect(child).toBe(`${parent}/x`);
  });
});

describe('a read behind a change', () => {
  test('is sent before the reply to the change', async () => {
    const { client, sessions } = stage();
    await ask(client, 'getData', 'ok: behind a change of what it watches');
    expect(sessions[0]?.calls).toEqual([`getData ${ROOT}`, `setData ${ROOT}`, `getData ${ROOT}`]);
  });
});

describe('a session that moves with one-shot watches', () => {
  test('creates what it waits for once it has moved', async () => {
    const { client, sessions } = stage();
    await ask(client, 'move', 'ok: with one-shot watches');
    const calls = sessions[0]?.calls ?? [];
    const absent = calls.at(-1)?.replace('create ', '');
    expect(calls).toContain(`exists ${absent}`);
    expect(calls.indexOf(`exists ${absent}`)).toBeLessThan(calls.indexOf('move'));
  });
});

describe('sessions that were closed', () => {
  test('one that had no ephemeral comes back, too', async () => {
    const { client, sessions, opened } = stage();
    await ask(client, 'closeSession', 'ok');
    await ask(client, 'openSession', 'SESSIONEXPIRED: it was closed');
    expect(sessions[0]?.calls.at(-1)).toBe('close');
    expect(opened.at(-1)).toMatchObject({ resume: { id: 9n } });
  });
});

/** The parts that a multi was sent with, each `create /a`. */
function partsIn(value: unknown): readonly string[] {
  const isParts = (parts: unknown): parts is readonly string[] =>
    Array.isArray(parts) && parts.every(part => typeof part === 'string');
  const parts = typeof value === 'object' && value !== null && 'parts' in value ? value.parts : [];
  return isParts(parts) ? parts : [];
}
