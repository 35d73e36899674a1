import { describe, expect, test } from 'vitest';
import { hexOf } from '../../../src/hex.ts';
import { ephemerals } from '../../../workloads/ephemeral/checker.ts';
import type { ShownEphemeral, Used } from '../../../workloads/ephemeral/client.ts';
import { judged, verdictOn } from '../../kit/judge.ts';
import { history, type Op } from '../../kit/notation.ts';

const hex = (zxid: number): string => hexOf(BigInt(zxid));
/** The owner of life n is session n; its ephemeral is born at zxid 10. */
const begin = (life: number, process = life): Op => ({
  ...{ process, f: 'begin', value: life },
  output: { owner: hex(life), czxid: hex(10), timeoutMs: 2000 },
});
const use = (process: number, used: Used, more: Partial<Op> = {}): Op => ({
  ...{ process, f: 'use', value: 'stay', output: used },
  ...more,
});
const wrote = (zxid: number): Used => ({ zxid: hex(zxid) });
const expired: Used = { error: 'SESSIONEXPIRED' };
const end = (process: number, value: 'close' | 'silence', output: Used = {}): Op => ({
  ...{ process, f: 'end', value, output },
});
const there = (zxid: number, more: Partial<ShownEphemeral> = {}): ShownEphemeral => ({
  ...{ node: 'n1', zxid: hex(zxid), there: true, owner: hex(1), czxid: hex(10) },
  ...{ pzxid: hex(10), mzxid: hex(9) },
  ...more,
});
const gone = (zxid: number, died = 30, mzxid = 20): ShownEphemeral => ({
  ...{ node: 'n1', zxid: hex(zxid), there: false, pzxid: hex(died), mzxid: hex(mzxid) },
});
const look = (shown: ShownEphemeral, more: Partial<Op> = {}): Op => ({
  ...{ process: 5, f: 'look', value: { life: 1, server: 0 }, output: shown },
  ...more,
});
const last = (life: number, shown: readonly ShownEphemeral[], more: Partial<Op> = {}): Op => ({
  ...{ process: 6, f: 'look-everywhere', value: life, output: shown },
  ...more,
});

/** Lives that closed and expired, one of them moved: what a run needs beside what is tested. */
const usual: readonly Op[] = [
  begin(8),
  use(8, wrote(20)),
  use(8, wrote(21), { node: 'n2' }),
  end(8, 'close'),
  last(8, [gone(40)]),
  begin(9),
  use(9, wrote(20)),
  end(9, 'silence', expired),
  last(9, [gone(40)]),
];
const judge = (...ops: readonly Op[]) => judged(ephemerals, history(...usual, ...ops));

describe('a life', () => {
  test('of a session that writes, closes, and is gone -> valid', () => {
    expect(
      judge(begin(1), use(1, wrote(20)), look(there(25)), end(1, 'close'), look(gone(40))),
    ).toBe(true);
  });

  test('owned by another session -> wrong-owner', () => {
    expect(judge(begin(1), look(there(25, { owner: hex(2) })))).toEqual(['wrong-owner']);
  });

  test('created at another zxid -> conflicting-zxid', () => {
    expect(judge(begin(1), look(there(25, { czxid: hex(11) })))).toEqual(['conflicting-zxid']);
  });

  test('removed at two zxids -> conflicting-zxid', () => {
    expect(judge(begin(1), end(1, 'close'), look(gone(40)), look(gone(40, 31)))).toEqual([
      'conflicting-zxid',
    ]);
  });

  test('shown by a server past its removal -> replica-divergence; by one that is behind -> counted', () => {
    const ended = [begin(1), end(1, 'close'), look(gone(40))];
    expect(judge(...ended, look(there(30)))).toEqual(['replica-divergence']);
    const { valid, counts } = verdictOn(ephemerals, history(...usual, ...ended, look(there(29))));
    expect({ valid, shown: counts['shown after it was gone'] }).toEqual({ valid: true, shown: 1 });
  });

  test('removed although its session wrote later -> lost-ephemeral', () => {
    expect(judge(begin(1), use(1, wrote(31)), end(1, 'close'), look(gone(40)))).toEqual([
      'lost-ephemeral',
    ]);
    expect(judge(begin(1), use(1, wrote(29)), end(1, 'close'), look(gone(40)))).toBe(true);
  });

  test('before the ephemeral is born it is not removed', () => {
    expect(judge(look(gone(9, 9)), begin(1), use(1, wrote(20)))).toBe(true);
  });
});

describe('what servers list is evidence, whatever the pzxid of the parent', () => {
  const unlisted = (zxid: number, mzxid = 20) => gone(zxid, 10, mzxid);

  test('listed by a server past a read that did not list it -> replica-divergence; by one behind -> valid', () => {
    const ended = [begin(1), end(1, 'close'), look(unlisted(40))];
    expect(judge(...ended, look(there(41, { node: 'n2' })))).toEqual(['replica-divergence']);
    expect(judge(...ended, look(there(39, { node: 'n2' })))).toBe(true);
  });

  test('its session wrote after a read that did not list it -> lost-ephemeral; before -> valid', () => {
    const wroteAt = (zxid: number) =>
      judge(begin(1), look(unlisted(30)), use(1, wrote(zxid)), end(1, 'close'));
    expect(wroteAt(31)).toEqual(['lost-ephemeral']);
    expect(wroteAt(29)).toBe(true);
  });

  test('a read from before its creation shows nothing', () => {
    expect(judge(look(unlisted(9)), begin(1), look(there(25)), use(1, wrote(30)))).toBe(true);
  });

  test('closed lives count as gone', () => {
    const { counts } = verdictOn(
      ephemerals,
      history(...usual, begin(1), end(1, 'close'), look(unlisted(40))),
    );
    expect(counts['closed and gone']).toBe(2);
  });
});

test('no session of several that were silent for too long has expired -> late-expiry; one has -> valid', () => {
  const silent = (life: number, used: Used): readonly Op[] => [
    begin(life),
    end(life, 'silence', used),
  ];
  const served = [1, 2, 3].flatMap(life => silent(life, wrote(30)));
  const others = usual.slice(0, 5);
  expect(judged(ephemerals, history(others, served))).toEqual(['late-expiry']);
  expect(judged(ephemerals, history(usual, served))).toBe(true);
  const kill: Op = { process: 'nemesis', f: 'kill', at: [0, 0] };
  expect(judged(ephemerals, history(others, kill, served))).toBe('unknown');
});

describe('a session that is over', () => {
  test('writes after its silence -> dead-session; is refused -> valid', () => {
    const over = (used: Used) => judge(begin(1), end(1, 'silence', used), look(gone(40)));
    expect(over(wrote(31))).toEqual(['dead-session']);
    expect(over(expired)).toBe(true);
  });

  test('a write without an answer took effect after its end -> dead-session', () => {
    expect(judge(begin(1), end(1, 'silence', expired), look(gone(40, 30, 31)))).toEqual([
      'dead-session',
    ]);
  });

  test('expired within its timeout, and no fault was on -> early-expiry', () => {
    const soon = use(1, expired, { at: [21_000, 21_500] });
    const heard = use(1, wrote(20), { at: [20_000, 20_100] });
    expect(judge(begin(1), heard, soon)).toEqual(['early-expiry']);
    expect(judge(begin(1), heard, use(1, expired, { at: [21_000, 22_500] }))).toBe(true);
    const kill: Op = { process: 'nemesis', f: 'kill', at: [15_000, 15_000] };
    expect(judge(begin(1), kill, heard, soon)).toBe(true);
    const bump: Op = { process: 'nemesis', f: 'bump-clock', at: [15_000, 15_000] };
    expect(judge(begin(1), bump, heard, soon)).toEqual(['early-expiry']);
  });

  test('its ephemeral is on a node at the end, long after -> ghost-ephemeral; soon after -> valid', () => {
    const stays = (ms: number) =>
      judge(
        begin(1),
        end(1, 'close'),
        last(1, [gone(40), there(29, { node: 'n2' })], { type: 'fail', at: [ms, ms + 1] }),
      );
    expect(stays(13_000)).toEqual(['ghost-ephemeral']);
    expect(stays(11_000)).toBe(true);
  });

  test('a node shows it long after, without faults -> ghost-ephemeral; soon after, or in a fault -> valid', () => {
    const shown = (ms: number, ...more: readonly Op[]) =>
      judge(
        begin(1),
        end(1, 'close'),
        ...more,
        look(there(29, { node: 'n2' }), { at: [ms, ms + 1] }),
        look(gone(40), { at: [ms + 1, ms + 2] }),
      );
    const kill: Op = { process: 'nemesis', f: 'kill', at: [20_000, 20_000] };
    expect(shown(30_000)).toEqual(['ghost-ephemeral']);
    expect(shown(11_000)).toBe(true);
    expect(shown(30_000, kill)).toBe(true);
  });
});

test('nothing closed, expired, moved, or was refused -> unknown', () => {
  expect(judged(ephemerals, history(...usual.slice(0, 5)))).toBe('unknown');
  expect(judged(ephemerals, history(...usual.slice(5)))).toBe('unknown');
});
