import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/contract.ts';
import { Gate } from '../../src/run/gate.ts';
import { settled, virtualClock } from '../kit/virtual-clock.ts';

/** A connection that a test plays the server of. */
class Wire implements Connection {
  readonly written: number[] = [];
  closed = false;
  #data: (bytes: Uint8Array) => void = () => undefined;
  #over: (cause?: Error) => void = () => undefined;

  write(bytes: Uint8Array): void {
    this.written.push(...bytes);
  }
  onData(listener: (bytes: Uint8Array) => void): void {
    this.#data = listener;
  }
  onClose(listener: (cause?: Error) => void): void {
    this.#over = listener;
  }
  close(): void {
    this.closed = true;
  }
  say(byte: number): void {
    this.#data(Uint8Array.of(byte));
  }
  hangUp(): void {
    this.#over(new Error('hung up'));
  }
}

interface Stage {
  readonly gate: Gate;
  readonly wire: Wire;
  readonly line: Connection;
  /** What reached the client, in order. */
  readonly heard: unknown[];
}

async function stage(): Promise<Stage> {
  const gate = new Gate();
  const wire = new Wire();
  const line = await gate.connect(async () => wire);
  const heard: unknown[] = [];
  line.onData(bytes => heard.push(...bytes));
  line.onClose(cause => heard.push(cause?.message));
  return { gate, wire, line, heard };
}

test('an open gate lets everything through', async () => {
  const { wire, line, heard } = await stage();
  line.write(Uint8Array.of(1));
  wire.say(2);
  wire.hangUp();
  expect([wire.written, heard]).toEqual([[1], [2, 'hung up']]);
});

describe('frozen', () => {
  test('nothing leaves and nothing arrives, until the thaw, in its order', async () => {
    const { gate, wire, line, heard } = await stage();
    gate.freeze();
    line.write(Uint8Array.of(1));
    wire.say(2);
    wire.say(3);
    wire.hangUp();
    expect([wire.written, heard]).toEqual([[], []]);
    gate.thaw();
    expect([wire.written, heard]).toEqual([[1], [2, 3, 'hung up']]);
  });

  test('timers that come due fire at the thaw, those cancelled meanwhile never, and time goes on', async () => {
    const [clock, gate, fired] = [virtualClock(), new Gate(), [] as string[]];
    const seen = gate.clock(clock);
    seen.after(10, () => fired.push('due'));
    const cancelled = seen.after(20, () => fired.push('cancelled'));
    gate.freeze();
    await clock.advance(50);
    expect([fired, seen.nowNs()]).toEqual([[], 50e6]);
    cancelled.cancel();
    gate.thaw();
    expect(fired).toEqual(['due']);
  });

  test('a connection that is asked for is made after the thaw', async () => {
    const [gate, wire] = [new Gate(), new Wire()];
    gate.freeze();
    let made = 0;
    const line = gate.connect(async () => {
      made += 1;
      return wire;
    });
    await settled();
    expect(made).toBe(0);
    gate.thaw();
    await line;
    expect(made).toBe(1);
  });
});

describe('cut', () => {
  test('connections break at both ends, once', async () => {
    const { gate, wire, heard } = await stage();
    gate.cut();
    wire.hangUp();
    expect([wire.closed, heard]).toEqual([true, ['a fault has cut this client off']]);
  });

  test('none is made until it is restored', async () => {
    const gate = new Gate();
    gate.cut();
    await expect(gate.connect(async () => new Wire())).rejects.toThrow('cut this client off');
    gate.restore();
    await expect(gate.connect(async () => new Wire())).resolves.toBeDefined();
  });

  test('one that was being made breaks', async () => {
    const [gate, wire] = [new Gate(), new Wire()];
    const line = gate.connect(async () => {
      gate.cut();
      return wire;
    });
    await expect(line).rejects.toThrow('cut this client off');
    expect(wire.closed).toBe(true);
  });
});
