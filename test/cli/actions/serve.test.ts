import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cardsBelow } from '../../../src/cli/actions/serve.ts';
import { systemClock } from '../../../src/clock.ts';
import { inFolder } from '../../kit/fake-run.ts';
import { TEST, VERDICT } from '../../kit/sample-records.ts';

test('a run whose record is not as its schema says is named once; the others are shown', () =>
  inFolder(async root => {
    const store = (run: string, record: object): void => {
      mkdirSync(join(root, run), { recursive: true });
      writeFileSync(join(root, run, 'test.json'), JSON.stringify(record));
      writeFileSync(join(root, run, 'verdict.json'), JSON.stringify(VERDICT));
    };
    store('fake/good', TEST);
    store('fake/newer', { ...TEST, schema: 2 });
    const notes: string[] = [];
    const cards = cardsBelow(root, systemClock(), line => notes.push(line));
    for (let call = 0; call < 2; call++)
      expect((await cards()).map(({ id }) => id)).toEqual(['fake/good']);
    expect(notes).toEqual([
      expect.stringMatching(/^not shown: \S+newer\/test\.json: schema: expected 1, found 2\. /),
    ]);
    store('fake/newer', TEST);
    utimesSync(join(root, 'fake/newer/test.json'), 1, 1);
    expect((await cards()).map(({ id }) => id)).toEqual(['fake/good', 'fake/newer']);
  }));
