import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { memoryIn, nodeMemory } from '../../../src/ensemble/docker/memory.ts';
import { never } from '../../kit/never.ts';

test('what the kernel can take back is no memory that a server keeps', () => {
  const stats = { active_file: 12, inactive_file: 3, pgmajfault: 36 };
  expect(memoryIn({ usage: 57, stats })).toEqual({ keptBytes: 42, majorFaults: 36 });
});

test('a server that has ended keeps none', () =>
  expect(memoryIn({})).toEqual({ keptBytes: 0, majorFaults: 0 }));

/** A server that lacks a page, or is killed, once that many requests were sent to it. */
function containers(requests: number, then: 'waits' | 'is killed') {
  const limits: number[] = [];
  const input = new PassThrough();
  let sent = 0;
  input.on('data', (bytes: Buffer) => {
    sent += bytes.length;
  });
  const isShort = (): boolean => sent >= requests;
  const server = {
    update: async ({ Memory }: { readonly Memory: number }) => void limits.push(Memory),
    inspect: async () => {
      const isKilled = then === 'is killed' && isShort();
      return { State: { Running: !isKilled, OOMKilled: isKilled } };
    },
    stats: async () => ({
      memory_stats: { usage: 50e6, stats: { active_file: 10e6, pgmajfault: isShort() ? 9 : 7 } },
    }),
  };
  const sidecar = { exec: async () => ({ start: async () => input }) };
  return {
    memory: nodeMemory(
      server as unknown as Docker.Container,
      sidecar as unknown as Docker.Container,
    ),
    limits,
    sent: () => sent,
    isOpen: () => !input.writableEnded,
  };
}

test.each([
  ['waits', 2],
  ['is killed', 1],
] as const)('requests are sent until the server %s, and no more', async (then, pressed) => {
  const { memory, limits, sent, isOpen } = containers(3, then);
  expect(await memory.pressed(never)).toBe(0);
  await memory.squeeze(1e6, never);
  expect({ limits, sent: sent() }).toEqual({ limits: [41e6], sent: 3 });
  expect(await memory.pressed(never)).toBe(pressed);
  expect(isOpen()).toBe(true);
  await memory.free(never);
  expect(isOpen()).toBe(false);
  expect(await memory.pressed(never)).toBe(0);
});

test('a server that lacks nothing is sent no more than its share of connections', async () => {
  const { memory, sent } = containers(1_000, 'waits');
  await memory.squeeze(1e6, never);
  expect(sent()).toBe(50);
  expect(await memory.pressed(never)).toBe(0);
});
