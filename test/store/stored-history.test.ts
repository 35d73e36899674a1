import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linearizable } from '../../src/checker/linearizable/index.ts';
import type { Event } from '../../src/history/event.ts';
import { readHistory } from '../../src/history/file.ts';
import { encodeEvent } from '../../src/history/jsonl.ts';
import { casRegister, versionedRegister } from '../../src/model/index.ts';
import { writeRecord } from '../../src/store/results.ts';
import {
  forgetHistory,
  storedHistory,
  VERSIONED_REGISTER,
  writeEdn,
} from '../../src/store/stored-history.ts';
import { verdictOn } from '../kit/judge.ts';
import { eventsOf } from '../kit/notation.ts';
import { TEST } from '../kit/sample-records.ts';

const [first = '', ...others] = eventsOf('0(w:1 0)w 0(r 0)r:1').map(encodeEvent);
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stored-history-'));
  await writeFile(join(folder, 'history.jsonl'), `${first}\n`);
});
afterEach(() => rm(folder, { recursive: true }));

test('a history is read once for all that the end of a run needs of it', async () => {
  const { history, columns } = await storedHistory(folder);
  const again = await storedHistory(folder);
  expect(again.history).toBe(history);
  expect(again.columns).toBe(columns);
});

test('a history whose file has grown is read again', async () => {
  await storedHistory(folder);
  await appendFile(join(folder, 'history.jsonl'), `${others.join('\n')}\n`);
  expect((await storedHistory(folder)).history.length).toBe(4);
});

test('a history that nothing needs any more gives back its memory', async () => {
  const { history } = await storedHistory(folder);
  forgetHistory();
  expect((await storedHistory(folder)).history).not.toBe(history);
});

/** Writes, compare-and-sets and reads of one znode, whose last read returns `last`; a write whose reply is lost. */
const versioned = (last: number): Event[] =>
  [
    ['read', null, 'ok', [-1, null]],
    ['write', 3, 'ok', [0, 3]],
    ['cas', [3, 4], 'ok', [1, 4]],
    ['cas', [9, 5], 'fail', [9, 5]],
    ['read', null, 'ok', [1, last]],
    ['write', 7, 'info', 7],
  ].flatMap(([f, input, type, output], at) => {
    const event = { process: 0, f: String(f) };
    return [
      { ...event, index: 2 * at, type: 'invoke' as const, value: input, time: 2 * at },
      { ...event, index: 2 * at + 1, type: typeOf(type), value: output, time: 2 * at + 1 },
    ];
  });

const typeOf = (text: unknown): 'ok' | 'fail' | 'info' =>
  text === 'ok' || text === 'fail' ? text : 'info';

test.each([
  [4, true],
  [3, false],
])(
  'history.edn of versioned registers that end in %i is one of a cas-register, valid: %s',
  async (last, valid) => {
    await writeFile(
      join(folder, 'history.jsonl'),
      versioned(last)
        .map(event => `${encodeEvent(event)}\n`)
        .join(''),
    );
    const checkers = [{ name: VERSIONED_REGISTER, perKey: true }];
    await writeRecord(folder, { test: { ...TEST, workload: { ...TEST.workload, checkers } } });
    await writeEdn(folder);
    const history = await readHistory(join(folder, 'history.edn'));
    expect(
      history
        .operations()
        .map(({ f, input }) => [f, input])
        .slice(1, 3),
    ).toEqual([
      ['write', 3],
      ['cas', [3, 4]],
    ]);
    expect(history.event(5).value).toEqual([3, 4]);
    expect(verdictOn(linearizable(casRegister(null)), history).valid).toBe(valid);
  },
);

test('the name of the checker of versioned registers is the one that decides it', () =>
  expect(linearizable(versionedRegister).name).toBe(VERSIONED_REGISTER));
