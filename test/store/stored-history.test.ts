import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeEvent } from '../../src/history/jsonl.ts';
import { forgetHistory, storedHistory } from '../../src/store/stored-history.ts';
import { eventsOf } from '../kit/notation.ts';

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
