import { describe, expect, test } from 'vitest';
import type { Ensemble, EnsembleNode, NodeName } from '../../../src/contract.ts';
import { virtualClock } from '../../../src/ensemble/sim/virtual-clock.ts';
import type { Event } from '../../../src/history/event.ts';
import { silentLog } from '../../../src/log.ts';
import { type Condition, parseCondition } from '../../../src/run/schedule/condition.ts';
import { requireSight, Watch } from '../../../src/run/schedule/watch.ts';
import { fakeEnsemble } from '../../kit/fake-ensemble.ts';

const conditions = (...texts: readonly string[]): readonly Condition[] =>
  texts.map(text => {
    const parsed = parseCondition(text);
    if ('expected' in parsed) throw new Error(`expected a condition: ${text}`);
    return parsed;
  });

const FILES = conditions('currentEpoch changes on n1');
const LOGS = conditions('log says "x" on n1');

/** An ensemble whose nodes show their epochs and logs. */
function open(reads: Partial<EnsembleNode> = {}): Ensemble {
  const { ensemble } = fakeEnsemble(3).options;
  return { ...ensemble, nodes: ensemble.nodes.map(node => ({ ...node, ...reads })) };
}

const SEEN: Partial<EnsembleNode> = {
  files: async () => new Map([['currentEpoch', '3']]),
  logTail: async lines => `${lines} lines\nx`,
};

async function factsOf(wanted: readonly Condition[], ensemble: Ensemble) {
  const clock = virtualClock();
  const watch = new Watch(wanted, { ensemble, clock, log: silentLog });
  const over = new AbortController();
  let looks = 0;
  await watch.run(over.signal, () => {
    looks++;
    if (looks === 3) over.abort();
  });
  return { ...watch.facts(), looks };
}

test('roles, epochs and logs are read again and again, as far as conditions need them', async () => {
  const facts = await factsOf([...FILES, ...LOGS], open(SEEN));
  expect(facts.looks).toBe(3);
  expect(facts.roles.get('n1')).toBe('leader');
  expect(facts.files.get('n2')?.get('currentEpoch')).toBe('3');
  expect(facts.logs.get('n3')).toEqual(['1000 lines', 'x']);
  const less = await factsOf(conditions('serving'), open(SEEN));
  expect({ files: less.files.size, logs: less.logs.size }).toEqual({ files: 0, logs: 0 });
});

test('nothing is read where there is no condition', async () => {
  const clock = virtualClock();
  const watch = new Watch([], { ensemble: open(SEEN), clock, log: silentLog });
  await watch.run(new AbortController().signal, () => {
    throw new Error('expected no look');
  });
  expect(watch.facts().roles.size).toBe(0);
});

describe('acknowledged writes', () => {
  const reply = (change: Partial<Event>): Event => ({
    ...{ index: 0, type: 'ok', process: 0, f: 'write', value: 1, time: 0 },
    ...{ node: 'n1' as NodeName, zxid: 5n, ...change },
  });
  const countOf = (...events: readonly Event[]): number => {
    const clock = virtualClock();
    const watch = new Watch([], { ensemble: open(), clock, log: silentLog });
    for (const event of events) watch.event(event);
    return watch.facts().acknowledged.get('n1') ?? 0;
  };

  test('are the transactions that replies of the node show for the first time', () => {
    expect(countOf(reply({}), reply({ zxid: 6n }), reply({ zxid: 6n }))).toBe(2);
    expect(countOf(reply({ zxid: 6n }), reply({ zxid: 5n }))).toBe(1);
  });
  test('are none of what failed, is in doubt, or was answered by another node', () => {
    expect(countOf(reply({ type: 'info' }), reply({ type: 'fail' }))).toBe(0);
    expect(countOf(reply({ node: 'n2' }))).toBe(0);
  });
});

describe('a target that does not show', () => {
  test.each([
    ['epochs', FILES, { logTail: SEEN.logTail }],
    ['logs', LOGS, { files: SEEN.files }],
  ] as const)('%s refuses conditions about them', (what, wanted, reads) => {
    const ensemble = open(reads as Partial<EnsembleNode>);
    expect(() => requireSight(wanted, ensemble)).toThrow(
      `expected a target that reads the ${what} of its nodes, found one that does not`,
    );
    expect(() => requireSight(wanted, open(SEEN))).not.toThrow();
  });
});
