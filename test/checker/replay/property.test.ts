import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTrace } from '../../../src/checker/replay/replay.ts';
import type { ReplyRecord, TraceRecord } from '../../../src/checker/replay/trace.ts';
import { seededRandom } from '../../../src/random.ts';
import { STAT_FIELDS } from '../../kit/a-stat.ts';
import { honestTrace } from '../../kit/honest-trace.ts';

const drawOf = (seed: number) => seededRandom(seed).intBelow;

test('honest traces of laggy replicas -> valid', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 120 }), (seed, steps) => {
      const verdict = checkTrace(honestTrace(drawOf(seed), steps));
      expect(verdict.valid === false ? verdict.anomalies : verdict.valid).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('honest traces with lost replies -> valid', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 20, max: 100 }), (seed, steps) => {
      const verdict = checkTrace(honestTrace(drawOf(seed), steps, 6));
      expect(verdict.valid === false ? verdict.anomalies : verdict.valid).toBe(true);
    }),
    { numRuns: 400 },
  );
});

/** A reply may be the first to show a time: any is accepted then. */
const statFields = STAT_FIELDS.filter(name => name !== 'ctime' && name !== 'mtime');

/** Returns the reply with one field altered; undefined if it has no such field. */
function altered(reply: ReplyRecord, which: number): ReplyRecord | undefined {
  const { result } = reply;
  const field = statFields[which];
  if (field !== undefined) {
    if (result?.stat === undefined) return undefined;
    const value = result.stat[field];
    const other = typeof value === 'bigint' ? value + 1n : value + 1;
    return { ...reply, result: { ...result, stat: { ...result.stat, [field]: other } } };
  }
  if (which === 9) return result?.data == null ? undefined : withResult(reply, { data: 'eno=' });
  if (which === 10)
    return result?.path === undefined ? undefined : withResult(reply, { path: `${result.path}1` });
  if (which === 11) {
    return result?.children && withResult(reply, { children: [...result.children, 'z'] });
  }
  if (which === 12)
    return result?.count === undefined ? undefined : withResult(reply, { count: 99 });
  if (which === 13)
    return reply.err === 0 ? undefined : { ...reply, err: reply.err === -101 ? -110 : -101 };
  const { result: _, ...rest } = reply;
  return which === 14 && reply.err === 0 ? { ...rest, err: -108 } : undefined;
}

const withResult = (reply: ReplyRecord, fields: object): ReplyRecord => ({
  ...reply,
  result: { ...reply.result, ...fields },
});

test('any field of any reply altered -> invalid', () => {
  let mutants = 0;
  fc.assert(
    fc.property(fc.integer(), fc.nat(10_000), fc.nat(14), (seed, at, which) => {
      const records = honestTrace(drawOf(seed), 60);
      const replies = records.filter(record => record.kind === 'reply');
      const reply = replies[at % replies.length];
      const mutant = reply && altered(reply, which);
      if (reply === undefined || mutant === undefined) return;
      mutants++;
      const verdict = checkTrace(records.map(record => (record === reply ? mutant : record)));
      expect([
        verdict.valid,
        which,
        JSON.stringify(reply, (_, v) => (typeof v === 'bigint' ? String(v) : v)),
      ]).toEqual([false, which, expect.anything()]);
    }),
    { numRuns: 1500 },
  );
  expect(mutants).toBeGreaterThan(200);
});

test('an event left out or doubled, with a later reply on its connection -> invalid', () => {
  let mutants = 0;
  fc.assert(
    fc.property(fc.integer(), fc.nat(1000), fc.boolean(), (seed, at, isDoubled) => {
      const records = honestTrace(drawOf(seed), 80);
      const events = records.filter(record => record.kind === 'event');
      const event = events[at % Math.max(1, events.length)];
      if (event === undefined) return;
      const place = records.indexOf(event);
      const isPinned = records.some(
        (later, index) => index > place && later.kind === 'reply' && later.client === event.client,
      );
      if (!isPinned) return;
      mutants++;
      const changed: TraceRecord[] = [...records];
      if (isDoubled) changed.splice(place, 0, event);
      else changed.splice(place, 1);
      expect(checkTrace(changed).valid).toBe(false);
    }),
    { numRuns: 300 },
  );
  expect(mutants).toBeGreaterThan(50);
});
