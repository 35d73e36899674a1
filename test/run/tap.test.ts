import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/contract.ts';
import { Gate } from '../../src/run/gate.ts';
import { Tap } from '../../src/run/tap.ts';
import { aSession, aVisit } from '../kit/a-visit.ts';
import { virtualClock } from '../kit/virtual-clock.ts';

interface Wire extends Connection {
  say(text: string): void;
  hangUp(why: string): void;
}

function aWire(): Wire {
  let hear: (bytes: Uint8Array) => void = () => {};
  let end: (cause?: Error) => void = () => {};
  return {
    write: () => {},
    onData: listener => {
      hear = listener;
    },
    onClose: listener => {
      end = listener;
    },
    close: () => {},
    say: text => hear(Buffer.from(text)),
    hangUp: why => end(new Error(why)),
  };
}

function aTap(): { readonly tap: Tap; readonly trace: string[] } {
  const trace: string[] = [];
  const append = (kind: string, connection: number, _timeNs: number, content?: Uint8Array): void =>
    void trace.push(`${connection} ${kind} ${Buffer.from(content ?? '')}`);
  return { tap: new Tap({ append }, virtualClock()), trace };
}

test('the origin is the moment that it is given, however late it is written', () => {
  const origins: number[] = [];
  const append = (_kind: string, _connection: number, timeNs: number): void =>
    void origins.push(timeNs);
  const clock = { ...virtualClock(), nowNs: () => 25e6 };
  new Tap({ append }, clock).origin(1e6);
  expect(origins).toEqual([1e6]);
});

test('what passes is recorded in order, and so is who dialled whom', async () => {
  const { tap, trace } = aTap();
  const wire = aWire();
  const line = await tap.gate(3).connect(async () => wire, aVisit());
  line.onData(() => {});
  line.onClose(() => {});
  line.write(Buffer.from('ask'));
  wire.say('answer');
  wire.hangUp('reset');
  expect(trace).toEqual([
    '0 opened {"session":0,"process":3,"node":"n1","timeoutMs":6000}',
    '0 sent ask',
    '0 received answer',
    '0 closed reset',
  ]);
});

describe('sessions are told apart', () => {
  test('two connections of one session have its number', async () => {
    const { tap, trace } = aTap();
    const [one, other] = [aSession(), aSession()];
    for (const session of [one, other, one])
      await tap.gate(0).connect(async () => aWire(), aVisit(session));
    const numbers = trace.map(line => JSON.parse(line.slice('0 opened '.length)).session);
    expect(numbers).toEqual([0, 1, 0]);
  });
});

test('a connection that ends twice is recorded as closed once', async () => {
  const { tap, trace } = aTap();
  const wire = aWire();
  const line = await tap.gate(0).connect(async () => wire, aVisit());
  line.onClose(() => {});
  line.close();
  wire.hangUp('reset');
  expect(trace.filter(text => text.includes('closed'))).toEqual(['0 closed the client closed it']);
});

test('bytes for a frozen client are recorded once it thaws', async () => {
  const { tap, trace } = aTap();
  const [gate, wire] = [new Gate(), aWire()];
  const line = await tap.gate(0, gate).connect(async () => wire, aVisit());
  line.onData(() => {});
  gate.freeze();
  wire.say('late');
  expect(trace.at(-1)).not.toContain('late');
  gate.thaw();
  expect(trace.at(-1)).toBe('0 received late');
});
