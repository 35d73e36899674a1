import { expect, test } from 'vitest';
import type { ClientPlace, Outcome } from '../../../src/contract.ts';
import { silentLog } from '../../../src/log.ts';
import { seededRandom } from '../../../src/random.ts';
import { CONFIGS, type ConfigOp, configClient } from '../../../workloads/config/client.ts';
import { fakeSession, type Scripted, Tree } from '../../kit/fake-session.ts';
import { never } from '../../kit/never.ts';

const PATH = `${CONFIGS}/0`;
const follow: ConfigOp = { f: 'follow', value: null, key: 0 };
const last: ConfigOp = { f: 'follow', value: 'last', key: 0 };
const publish: ConfigOp = { f: 'publish', value: 8, key: 0 };

/** Time passes only where somebody waits. */
function placeOfNobody(): ClientPlace {
  let nowNs = 0;
  const after = (delayMs: number, callback: () => void) => {
    const immediate = setImmediate(() => {
      nowNs += delayMs * 1e6;
      callback();
    });
    return { cancel: () => clearImmediate(immediate) };
  };
  const clock = { nowNs: () => nowNs, wallMs: () => 0, after, sleep: async () => {} };
  return {
    process: 0,
    servers: [],
    everyServer: [],
    sessionTimeoutMs: 1000,
    operationTimeoutMs: 1000,
    clock,
    random: seededRandom(1),
    log: silentLog,
  };
}

interface Told {
  readonly op: ConfigOp;
  readonly script?: readonly Scripted[];
  /** The session keeps its events to itself. */
  readonly deaf?: boolean;
}

async function apply({ op, script = [], deaf = false }: Told): Promise<Outcome> {
  const tree = new Tree(CONFIGS, PATH);
  const client = configClient(placeOfNobody(), onEvent =>
    fakeSession(tree, script, deaf ? undefined : onEvent),
  );
  return client.invoke(op, never);
}

/** Somebody publishes before the second read. */
const change: readonly Scripted[] = [
  { method: 'getData' },
  { method: 'getData', before: tree => tree.put(PATH, '9') },
];

test('publish -> the version and the value', async () => {
  expect(await apply({ op: publish })).toMatchObject({ type: 'ok', value: [1, 8] });
});

test('a publish whose answer is lost -> info', async () => {
  const lost: Scripted = { method: 'setData', error: 'CONNECTIONLOSS' };
  expect(await apply({ op: publish, script: [lost] })).toMatchObject({ type: 'info' });
});

test('a change after the watch is left -> what was read before and after, told', async () => {
  expect(await apply({ op: follow, script: change })).toMatchObject({
    type: 'ok',
    value: { from: [0, null], to: [1, 9], told: true },
  });
});

test('a change that is read before its event -> not told', async () => {
  expect(await apply({ op: follow, script: change, deaf: true })).toMatchObject({
    value: { from: [0, null], to: [1, 9], told: false },
  });
});

test('no change -> the same twice', async () => {
  expect(await apply({ op: follow })).toMatchObject({
    value: { from: [0, null], to: [0, null], told: false },
  });
});

test('a read without an answer on the way is passed over', async () => {
  const [first, second] = change;
  const lost: Scripted = { method: 'getData', error: 'CONNECTIONLOSS' };
  expect(await apply({ op: follow, script: [first ?? lost, lost, second ?? lost] })).toMatchObject({
    value: { to: [1, 9] },
  });
});

test('the first read without an answer, or the write before the last -> fail', async () => {
  const lost = { error: 'CONNECTIONLOSS' } as const;
  const outcomes = [
    await apply({ op: follow, script: [{ method: 'getData', ...lost }] }),
    await apply({ op: last, script: [{ method: 'setData', ...lost }] }),
  ];
  expect(outcomes).toMatchObject([{ type: 'fail' }, { type: 'fail' }]);
});
