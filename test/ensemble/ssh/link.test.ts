import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { agentScript } from '../../../src/ensemble/ssh/link.ts';

const home = mkdtempSync(join(tmpdir(), 'zoobreak-agent-'));
afterAll(() => rmSync(home, { recursive: true }));

/** The agent in a shell here, with a packet filter that only writes down what it is asked. */
async function agent(silenceS: number): Promise<ChildProcess> {
  writeFileSync(join(home, 'nft'), '#!/bin/sh\necho "$1" >&2\n', { mode: 0o755 });
  const child = spawn('bash', ['--norc', '-s'], {
    env: { HOME: home, PATH: `${home}:${process.env.PATH}` },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.write(await agentScript({ sudo: false, silenceS }));
  return child;
}

test('a controller that is silent is taken for gone: the agent heals and ends', async () => {
  const child = await agent(0.2);
  const said: string[] = [];
  child.stderr?.on('data', chunk => said.push(String(chunk)));
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(said.join('').trim().split('\n').at(-1)).toBe('-f');
});

test('one that asks is answered', async () => {
  const child = await agent(60);
  child.stdin?.write('7 state\n');
  for await (const chunk of child.stdout ?? []) if (String(chunk).includes('7 0 ')) break;
  child.stdin?.end();
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});
