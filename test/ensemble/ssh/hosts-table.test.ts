import { expect, test } from 'vitest';
import { hostsTable } from '../../../src/ensemble/ssh/hosts-table.ts';

test('the table: a line a host, what is missing in capitals, what to do under it', () => {
  const problem = 'expected a Java runtime, found none: install one';
  const filter = 'zoo is not root: add --sudo';
  const table = hostsTable([
    {
      host: 'h1',
      findings: new Map([
        ['login', { found: 'zoo@10.0.0.1' }],
        ['java', { found: 'none', problem }],
        ['filter', { found: 'none', problem: filter, optional: ['partition'] }],
      ]),
    },
  ]);
  expect(table.split('\n')).toEqual([
    'host  login         sudo  java            server  filter          clock shim  disk  ports  clock',
    'h1    zoo@10.0.0.1  -     MISSING (none)  -       MISSING (none)  -           -     -      -',
    `h1: ${problem}`,
    `h1: no partition faults: ${filter}`,
    '',
  ]);
});
