import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { AgentError, agentOver } from '../../src/ensemble/agent.ts';
import { never } from '../kit/never.ts';

/** An agent whose far end is played by the test. */
function pair() {
  const asked: string[] = [];
  const input = new Duplex({
    read() {},
    write(chunk, _, done) {
      asked.push(String(chunk));
      done();
    },
  });
  const output = new PassThrough();
  const answer = (id: number, status: number, text: string): boolean =>
    output.write(`${id} ${status} ${Buffer.from(text).toString('base64')}\n`);
  return { agent: agentOver('the sidecar', input, output), asked, input, output, answer };
}

describe('the agent', () => {
  test('is asked in one line: id, verb, words', () => {
    const { agent, asked } = pair();
    void agent.ask(never, 'probe', '10.0.0.2', 3888, 0.5);
    expect(asked).toEqual(['1 probe 10.0.0.2 3888 0.5\n']);
  });

  test('may answer out of order', async () => {
    const { agent, answer } = pair();
    const both = Promise.all([agent.ask(never, 'probe'), agent.ask(never, 'state')]);
    answer(2, 0, 'running\n');
    answer(1, 0, 'silence\n');
    expect(await both).toEqual(['silence\n', 'running\n']);
  });

  test('may answer in pieces', async () => {
    const { agent, output } = pair();
    const asked = agent.ask(never, 'state');
    const line = `1 0 ${Buffer.from('dead').toString('base64')}\n`;
    output.write(line.slice(0, 5));
    output.write(line.slice(5));
    expect(await asked).toBe('dead');
  });

  test('that could not says what it was asked and what it printed', async () => {
    const { agent, answer } = pair();
    const asked = agent.ask(never, 'cut');
    answer(1, 1, 'Operation not permitted\n');
    await expect(asked).rejects.toThrow(new AgentError('cut: Operation not permitted'));
  });

  test('that is gone fails what waits and what is asked later', async () => {
    const { agent, input } = pair();
    const waiting = agent.ask(never, 'state');
    input.destroy();
    await expect(waiting).rejects.toThrow('the agent in the sidecar is gone');
    await expect(agent.ask(never, 'state')).rejects.toThrow('the agent in the sidecar is gone');
  });

  test('whose answer nobody waits for any more is not heard', async () => {
    const { agent, answer } = pair();
    const abort = new AbortController();
    const asked = agent.ask(abort.signal, 'state');
    abort.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    answer(1, 1, 'late');
    const next = agent.ask(never, 'state');
    answer(2, 0, 'running');
    expect(await next).toBe('running');
  });
});
