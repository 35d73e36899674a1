/** Cyclic parts searched in threads show what they show in one; the threads run what was built. */
import { describe, expect, it } from 'vitest';
import { prepare } from '../src/check.ts';
import { searchPart } from '../src/cycle/part.ts';
import { analyse, analyseInThreads, historyOf, lettersHistory } from '../src/index.ts';
import { searchInThreads } from '../src/threads.ts';

const BODY = new URL('../dist/part-worker.js', import.meta.url);

/** Three cyclic parts of different kinds, one after the other. */
const history = historyOf(
  lettersHistory('rxay1 | ryax1 ; au1rv1 | av1ru1 ; ap1aq1 | ap2aq2 ; rp12rq21', 'list-append'),
  'list-append',
);

describe('cyclic parts in threads', () => {
  it.each([1, 2, 5])('%i threads find what one search after the other finds', async threads => {
    const { parts } = prepare(history, {});
    expect(parts.length).toBe(3);
    expect(await searchInThreads(parts, threads, BODY)).toEqual(parts.map(searchPart));
  });

  it('small histories never start one, and the verdict is the same', async () => {
    const { result } = await analyseInThreads(history, {}, 4);
    expect(result).toEqual(analyse(history).result);
    expect(result).toMatchObject({ valid: false, 'anomaly-types': ['G0', 'G1c', 'G2-item'] });
  });

  it('a thread that cannot start is an error', async () => {
    const { parts } = prepare(history, {});
    await expect(searchInThreads(parts, 2, new URL('missing.js', BODY))).rejects.toThrow('missing');
  });
});
