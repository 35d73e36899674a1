import { describe, expect, it } from 'vitest';
import {
  analyse,
  described,
  GADGETS,
  historyOf,
  lettersHistory,
  reportFiles,
  summary,
} from '../../src/index.ts';

const analysisOf = (name: string) => {
  const gadget = GADGETS[name];
  if (!gadget) throw new Error(`no gadget ${name}`);
  const events = lettersHistory(gadget.letters, gadget.workload);
  return analyse(historyOf(events, gadget.workload), gadget.options);
};
const filesOf = (name: string): Map<string, string> =>
  new Map([...reportFiles(analysisOf(name))].map(({ path, content }) => [path, content]));

describe('explanations', () => {
  it('of a cycle name the transactions, then the steps, the last of which contradicts', () => {
    expect(filesOf('G-single-item-realtime').get('G-single-item-realtime.txt')).toBe(
      [
        'G-single-item-realtime #1',
        'Let:',
        '  T1 = [r "x" []] (index 3, process 101, ok)',
        '  T2 = [append "x" 1] (index 1, process 100, ok)',
        '',
        'Then:',
        '  - T1 < T2, because T1 observed the initial (nil) state of "x", which T2 created by appending 1.',
        '  - However, T2 < T1, because T2 completed at index 1, just before the invocation of T1, at index 2: a contradiction!',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['G0', 'T2 appended 2 after T1 appended 1 to "x"'],
    ['G1c', 'T2 observed T1\'s append of 1 to "x"'],
    ['G1b', 'T1 did not observe T2\'s append of 2 to "x"'],
    ['G1c-process', 'process 0 executed T2 before T1'],
    ['register G0', 'T1 set "x" to 1, and T2 set it to 2, later in version order'],
    ['register G1c', 'T1 wrote "x" = 1, which was read by T2'],
    ['register G2-item', 'T1 read "x" = null, and T2 set it to 1, later in version order'],
    ['G1a', 'written by a failed [append "x" 1]'],
    ['garbage-read', 'read 7 in r "x" [7], which nobody ever wrote'],
    ['internal', 'where its own operations before allow only ["..." 1]'],
    ['future-read', 'which it wrote only afterwards'],
    ['dirty-update', 'key "x" went through 1, 2'],
    ['duplicate-elements', 'which holds 1 2 times'],
    ['incompatible-order', 'was read as [1 2] and as [2 1]'],
    ['lost-update', 'these read "x" = [] and then wrote it'],
    ['register cyclic-versions', 'the values 1, 2 of key "x" precede each other'],
  ])('%s: %s', (name, sentence) => {
    const { result, history } = analysisOf(name);
    expect(summary('h.jsonl', result, history.workload)).toContain(sentence);
  });
});

describe('pictures', () => {
  it('have a box for each micro-operation and an arrow for each relation', () => {
    const picture = filesOf('G2-item').get('G2-item/0.svg') ?? '';
    expect(picture.match(/<rect/g)).toHaveLength(6);
    expect(picture.match(/marker-end="url\(#rw\)"/g)).toHaveLength(2);
    for (const text of ['r x []', 'a y 1', 'r y []', 'a x 1'])
      expect(picture).toContain(`>${text}<`);
  });

  it('show the steps of a witness that time has shortened', () => {
    const stale = 'ax1 ; ry ; rx';
    const history = historyOf(lettersHistory(stale, 'list-append'), 'list-append');
    const files = [...reportFiles(analyse(history))];
    const picture = files.find(({ path }) => path === 'G-single-item-realtime/0.svg')?.content;
    expect(picture?.match(/marker-end="url\(#rt\)"/g)).toHaveLength(1);
  });

  it('escape what keys hold', () => {
    const events = lettersHistory('rxay1 | ryax1', 'list-append').map(event => ({
      ...event,
      value: (event.value as unknown[][]).map(([f, key, value]) => [f, `<${key}>&`, value]),
    }));
    const files = [...reportFiles(analyse(historyOf(events, 'list-append')))];
    const picture = files.find(({ path }) => path === 'sccs/0.svg')?.content ?? '';
    expect(picture).toContain('a &lt;y&gt;&amp; 1');
    expect(picture).not.toContain('<y>');
  });
});

describe('tables of orders', () => {
  it('have a file for each key, for the number 1 and the text "1" too', () => {
    const letters = 'ax1ay1 | ax2ay2 | rx12ry12 | rx21ry21';
    const events = lettersHistory(letters, 'list-append').map(event => ({
      ...event,
      value: (event.value as unknown[][]).map(([f, key, value]) => [
        f,
        key === 'x' ? 1 : '1',
        value,
      ]),
    }));
    const files = [...reportFiles(analyse(historyOf(events, 'list-append')))];
    const tables = files.map(({ path }) => path).filter(path => path.endsWith('.html'));
    expect(tables.toSorted()).toEqual([
      'incompatible-order/%221%22.html',
      'incompatible-order/1.html',
    ]);
  });
});

describe('integers beyond 2^53', () => {
  it('are shown as they are', () => {
    const events = lettersHistory('rxay1 | ryax1', 'list-append').map(event => ({
      ...event,
      value: (event.value as unknown[][]).map(([f, key, value]) => [
        f,
        key,
        value === 1 ? 9007199254740993n : value,
      ]),
    }));
    const { result } = analyse(historyOf(events, 'list-append'));
    expect(summary('h.edn', result, 'list-append')).toContain('by appending 9007199254740993');
  });
});

describe('descriptions', () => {
  it('have words, operations, and a picture where there is a cycle', () => {
    const [cycle, lost] = described(analysisOf('lost-update'));
    expect(cycle).toMatchObject({ type: 'G-single-item', indices: [2, 3] });
    expect(cycle?.text).toContain('a contradiction!');
    expect(cycle?.picture).toMatch(/^<svg /);
    expect(lost).toMatchObject({ type: 'lost-update', indices: [2, 3] });
    expect(lost).not.toHaveProperty('picture');
  });
  it('may be limited to a number of each type', () => {
    expect(described(analysisOf('lost-update'), 0)).toEqual([]);
  });
});

describe('a valid history', () => {
  it('has no report', () => {
    const history = historyOf(lettersHistory('ax1 ; rx1', 'list-append'), 'list-append');
    expect([...reportFiles(analyse(history))]).toEqual([]);
  });
});
