import { expect, test } from 'vitest';
import { peopleLog } from '../../../src/cli/output/people-log.ts';

function linesOf(verbose: boolean): string[] {
  const lines: string[] = [];
  const log = peopleLog(line => lines.push(line), verbose);
  log.warn('no logs of n2', { error: 'Error: gone\n    at somewhere', tries: 3 });
  log.info('image is there');
  log.debug('session 0x1');
  return lines;
}

const WARNING = 'no logs of n2 | error: Error: gone | tries: 3';

test('warnings are shown in a line, without the stack', () =>
  expect(linesOf(false)).toEqual([WARNING]));
test('verbose shows everything', () =>
  expect(linesOf(true)).toEqual([WARNING, 'image is there', 'session 0x1']));
