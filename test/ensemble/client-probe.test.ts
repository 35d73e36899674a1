import { expect, test } from 'vitest';
import { ClientProbe } from '../../src/ensemble/client-probe.ts';
import { opcodes } from '../../src/zookeeper/opcodes.ts';
import { pathOnly } from '../../src/zookeeper/request-records.ts';
import { ScriptedServer, type Visit } from '../kit/scripted-server.ts';
import { settled, virtualClock } from '../kit/virtual-clock.ts';

const { exists, sync, closeSession } = opcodes;
const untilAnswered = new AbortController().signal;
const NONODE = -101;
const UNIMPLEMENTED = -6;

/** A probe of a server that answers in order, up to the first request of a `silent` type. */
class Stage {
  readonly server = new ScriptedServer('n1');
  readonly clock = virtualClock();
  readonly probe = new ClientProbe(this.server.place, this.clock);
  silent: readonly number[] = [];
  /** The error of each `sync`. */
  syncError = 0;
  readonly #answered = new Map<Visit, number>();

  /** Asks, answers as far as the server does, and returns the refusal. */
  async ask(): Promise<string | undefined> {
    const refusal = this.probe.refusal(untilAnswered);
    await this.serve();
    if (this.silent.length > 0) await this.clock.advance(2_000);
    return refusal;
  }

  async serve(): Promise<void> {
    for (let round = 0; round < 4; round++) {
      await settled();
      for (const visit of this.server.visits) this.#answer(visit);
    }
  }

  #answer(visit: Visit): void {
    if (visit.over) return;
    const done = this.#answered.get(visit);
    if (done === undefined) visit.accept();
    const waiting = visit.asked.slice(done);
    const stop = waiting.findIndex(({ type }) => this.silent.includes(type));
    const answered = waiting.slice(0, stop < 0 ? undefined : stop);
    this.#answered.set(visit, (done ?? 0) + answered.length);
    for (const { xid, type } of answered) {
      if (type === exists) visit.reply(xid, { err: NONODE });
      if (type === sync) visit.reply(xid, { err: this.syncError }, [pathOnly, { path: '/' }]);
    }
  }

  /** What was asked of each session, without its pings. */
  get asked(): readonly (readonly number[])[] {
    return this.server.visits.map(({ asked }) =>
      asked.flatMap(({ xid, type }) => (xid > 0 ? [type] : [])),
    );
  }
}

test('a hundred questions open one session and close none', async () => {
  const stage = new Stage();
  for (let i = 0; i < 100; i++) expect(await stage.ask()).toBeUndefined();
  expect(stage.asked).toHaveLength(1);
  expect(stage.asked[0]?.filter(type => type === exists)).toHaveLength(100);
  expect(stage.asked[0]).not.toContain(closeSession);
});

test('questions at the same time share the session', async () => {
  const stage = new Stage();
  expect(await Promise.all([stage.ask(), stage.ask()])).toEqual([undefined, undefined]);
  expect(stage.asked).toHaveLength(1);
});

test('a lost connection is left at once, and the next question opens a session', async () => {
  const stage = new Stage();
  await stage.ask();
  stage.server.visit.cut();
  await stage.clock.advance(10_000);
  expect(stage.asked).toHaveLength(1);
  expect(stage.clock.timers).toBe(0);
  expect(await stage.ask()).toBeUndefined();
  expect(stage.asked).toHaveLength(2);
});

test('questions that lose the connection share the next session', async () => {
  const stage = new Stage();
  await stage.ask();
  const both = [stage.probe.refusal(untilAnswered), stage.probe.refusal(untilAnswered)];
  await settled();
  stage.server.visit.cut();
  await stage.serve();
  expect(await Promise.all(both)).toEqual([undefined, undefined]);
  expect(stage.asked).toHaveLength(2);
});

test('a server that accepts connections and never answers is refused in 2 s, and left', async () => {
  const stage = new Stage();
  const asked = stage.probe.refusal(untilAnswered);
  await stage.clock.advance(2_000);
  expect(await asked).toMatch(/^OPERATIONTIMEOUT: /);
  await settled();
  expect(stage.server.visit.over).toBe(true);
  expect(stage.clock.timers).toBe(0);
});

test.each([
  ['a server that stops answering', [exists, sync]],
  ['a server that answers reads, and no sync', [sync]],
])('%s is refused by the next question, in 2 s', async (_, silent) => {
  const stage = new Stage();
  await stage.ask();
  stage.silent = silent;
  expect(await stage.ask()).toMatch(/^OPERATIONTIMEOUT: /);
  await settled();
  expect(stage.server.visit.over).toBe(true);
  stage.silent = [];
  expect(await stage.ask()).toBeUndefined();
  expect(stage.asked).toHaveLength(2);
});

test('a server without sync is asked by a new session each time', async () => {
  const stage = new Stage();
  stage.syncError = UNIMPLEMENTED;
  expect([await stage.ask(), await stage.ask()]).toEqual([undefined, undefined]);
  expect(stage.asked).toEqual([[exists, sync, exists], [exists]]);
});

test('a question that is given up leaves the session to the others', async () => {
  const stage = new Stage();
  await stage.ask();
  const other = stage.probe.refusal(untilAnswered);
  expect(await stage.probe.refusal(AbortSignal.abort())).toMatch(/^OPERATIONTIMEOUT: /);
  await stage.serve();
  expect(await other).toBeUndefined();
  expect(stage.asked).toHaveLength(1);
});

test('a session that is given up before it is opened is left', async () => {
  const stage = new Stage();
  expect(await stage.probe.refusal(AbortSignal.abort())).toMatch(/^OPERATIONTIMEOUT: /);
  await settled();
  expect(stage.clock.timers).toBe(0);
});
