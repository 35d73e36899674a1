import { describe, expect, test } from 'vitest';
import { Display } from '../../../src/cli/output/display.ts';
import type { Clock } from '../../../src/clock.ts';
import type { Event } from '../../../src/history/event.ts';
import { fakeTerminal } from '../../kit/fake-terminal.ts';

/** A clock that moves by hand and has at most one timer. */
function handClock() {
  let now = 0;
  let due: { atMs: number; callback: () => void } | undefined;
  const clock: Clock = {
    nowNs: () => now * 1e6,
    wallMs: () => now,
    after: (delayMs, callback) => {
      due = { atMs: now + delayMs, callback };
      return { cancel: () => (due = undefined) };
    },
    sleep: () => Promise.reject(new Error('nothing here sleeps')),
  };
  const advance = (ms: number): void => {
    const end = now + ms;
    while (due !== undefined && due.atMs <= end) {
      now = due.atMs;
      due.callback();
    }
    now = end;
  };
  return { clock, advance };
}

const completion = (type: Event['type'], process: Event['process'] = 0): Event => ({
  index: 0,
  type,
  process,
  f: process === 'nemesis' ? 'start-partition' : 'read',
  value: null,
  time: 0,
});

const CUT: Event = {
  ...completion('info', 'nemesis'),
  value: { did: { grudge: { n1: ['n2'], n2: ['n1'] }, ports: 'quorum' }, seen: null },
};

/** Shows 25 s of load with 20 ok and 10 info operations in its first ten seconds. */
function shown(terminal: ReturnType<typeof fakeTerminal>, quiet = false): string {
  const { clock, advance } = handClock();
  const display = new Display({ terminal, clock, limitMs: 60_000, quiet });
  display.phase('load');
  display.event(completion('invoke', 'nemesis'));
  display.event(CUT);
  for (let i = 0; i < 20; i++) display.event(completion('ok'));
  for (let i = 0; i < 10; i++) display.event(completion('info'));
  display.event(completion('invoke'));
  display.roles(
    new Map([
      ['n1', 'leader'],
      ['n2', 'none'],
    ]),
  );
  advance(25_000);
  display.rest();
  advance(60_000);
  return terminal.written.err;
}

test('without a window: a heartbeat every ten seconds, none after the end', () =>
  expect(shown(fakeTerminal())).toBe(
    [
      'load',
      'load 10 of 60 s | 2 ok 0 fail 1 info per s | nemesis n1 cut off from n2 (quorum ports) | n1 leader, n2 none',
      'load 20 of 60 s | 0 ok 0 fail 0 info per s | nemesis n1 cut off from n2 (quorum ports) | n1 leader, n2 none',
      '',
    ].join('\n'),
  ));

test('in a window: one footer, no wider than the window, cleared at the end', () => {
  const footers = shown(fakeTerminal({}, { columns: 20 })).split('\r\u001b[2K');
  expect(footers.at(-2)).toBe('load 25 of 60 s | 0');
  expect(footers.at(-1)).toBe('');
});

test('of a run on a virtual clock the virtual time is shown', () => {
  const terminal = fakeTerminal();
  const { clock, advance } = handClock();
  const virtual = handClock();
  const display = new Display({ terminal, clock, limitMs: 60_000, quiet: false });
  display.goBy(virtual.clock);
  display.phase('load');
  for (let i = 0; i < 60; i++) display.event(completion('ok'));
  virtual.advance(30_000);
  advance(10_000);
  display.rest();
  expect(terminal.written.err).toContain(
    'load 30 of 60 virtual s | 2 ok 0 fail 0 info per virtual s',
  );
});

test('on GitHub: a group a phase, closed at the end', () => {
  const lines = shown(fakeTerminal({ GITHUB_ACTIONS: 'true' })).split('\n');
  expect(lines[0]).toBe('::group::load');
  expect(lines.at(-2)).toBe('::endgroup::');
});

describe('quiet', () => {
  test('shows no progress', () => expect(shown(fakeTerminal(), true)).toBe(''));
});
