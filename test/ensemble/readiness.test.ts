import { expect, test } from 'vitest';
import { answerTo, type Questions, SRVR } from '../../src/ensemble/readiness.ts';

const signal = new AbortController().signal;

interface Server {
  readonly srvr?: string;
  /** Absent: a client request is answered. */
  readonly refusal?: string;
  readonly printed?: string;
}

const stateOf = (questions: Questions, { srvr = '', refusal, printed = '' }: Server) =>
  answerTo(
    questions,
    { srvr: async () => srvr, refusal: async () => refusal, run: async () => printed },
    signal,
  );

const LEADS = 'Zookeeper version: 3.9.6\nMode: leader\n';
const BY_CLIENT: Questions = { readiness: 'client', role: 'none' };
const BY_COMMAND: Questions = { readiness: 'client', role: { command: ['status'] } };

test.each([
  ['srvr: the mode is the role', SRVR, { srvr: LEADS }, 'leader'],
  ['srvr: silence is none, though a client is answered', SRVR, {}, 'none'],
  [
    'srvr with the role of a command',
    { ...BY_COMMAND, readiness: 'srvr' },
    { srvr: LEADS, printed: 'is follower' },
    'follower',
  ],
  ['client: answered, and no role to read', BY_CLIENT, {}, 'unknown'],
  ['client: refused', BY_CLIENT, { refusal: 'connection-loss', srvr: LEADS }, 'none'],
  ['client with the role of srvr', { ...BY_CLIENT, role: 'srvr' }, { srvr: LEADS }, 'leader'],
  ['client, and srvr is silent', { ...BY_CLIENT, role: 'srvr' }, {}, 'unknown'],
  ['a command that names a role', BY_COMMAND, { printed: '{"state": "leader"}\n' }, 'leader'],
  ['a command that names none', BY_COMMAND, { printed: 'misleader' }, 'unknown'],
  [
    'a command beside a server that does not serve',
    BY_COMMAND,
    { refusal: 'no', printed: 'leader' },
    'none',
  ],
] as const satisfies readonly (readonly [string, Questions, Server, string])[])(
  '%s',
  async (_, questions, server, role) => expect((await stateOf(questions, server)).role).toBe(role),
);

test('what was asked and answered is kept', async () => {
  expect(await stateOf(SRVR, { srvr: 'no' })).toMatchObject({ asked: '`srvr`', said: 'no' });
  expect((await stateOf(BY_CLIENT, { refusal: 'timeout' })).said).toBe('timeout');
});
