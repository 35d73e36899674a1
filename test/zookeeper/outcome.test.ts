/** What a history may say of an operation: ok, fail only where it cannot have happened, else info. */
import { describe, expect, test } from 'vitest';
import type { NodeName } from '../../src/contract.ts';
import { errorCodes, zkError } from '../../src/zookeeper/errors.ts';
import { outcomeOf, type Reply } from '../../src/zookeeper/outcome.ts';

const place = { node: 'n2' as NodeName, session: 5n };
const refused = (name: string, left = true): Reply<never> => ({
  ok: false,
  error: zkError(errorCodes.find(row => row.name === name)?.code ?? 1),
  left,
  ...place,
});

describe('outcomes', () => {
  test('an answer -> ok, with its value and facts', () => {
    const reply: Reply<string> = { ok: true, value: 'x', zxid: 7n, ...place };
    expect(outcomeOf(reply, 'write', [1, 2])).toEqual({
      type: 'ok',
      value: [1, 2],
      zxid: 7n,
      ...place,
    });
  });

  test.each(['NONODE', 'BADVERSION', 'NODEEXISTS', 'NOTEMPTY', 'NOTREADONLY', 'THROTTLEDOP'])(
    '%s of a write -> fail: the server has not done it',
    name => {
      expect(outcomeOf(refused(name), 'write', 1).type).toBe('fail');
    },
  );

  test.each([
    'CONNECTIONLOSS',
    'OPERATIONTIMEOUT',
    'SESSIONEXPIRED',
    'SESSIONMOVED',
    'MARSHALLINGERROR',
    'SYSTEMERROR',
    'REQUESTTIMEOUT',
  ])('%s of a write that left -> info; of a read, or of a write that never left -> fail', name => {
    expect(outcomeOf(refused(name), 'write', 1).type).toBe('info');
    expect(outcomeOf(refused(name), 'read', 1).type).toBe('fail');
    expect(outcomeOf(refused(name, false), 'write', 1).type).toBe('fail');
  });

  test('an unknown code of a write -> info', () => {
    const reply: Reply<never> = { ok: false, error: zkError(-999), left: true };
    expect(outcomeOf(reply, 'write', 1)).toMatchObject({
      type: 'info',
      error: { name: 'UNKNOWN-999' },
    });
  });

  test('the error of a failure is told, with its facts', () => {
    const reply: Reply<never> = { ...refused('BADVERSION'), zxid: 9n };
    expect(outcomeOf(reply, 'write', 1)).toEqual({
      type: 'fail',
      error: { name: 'BADVERSION', message: 'the znode has another version' },
      zxid: 9n,
      ...place,
    });
  });
});

describe('the table of errors', () => {
  test('has each code and each name once', () => {
    expect(new Set(errorCodes.map(row => row.code)).size).toBe(errorCodes.length);
    expect(new Set(errorCodes.map(row => row.name)).size).toBe(errorCodes.length);
  });
});
