/** The worker of check.test.ts: checkers by name. */
import { systemClock } from '../../src/clock.ts';
import type { Checker } from '../../src/contract.ts';
import { HistoryError } from '../../src/history/history-error.ts';
import { type CheckAnswer, type CheckTask, doCheckTask } from '../../src/judge/check-task.ts';

/** Counts operations and keys; invalid where a value is 13. */
function counting(name: string, perKey: boolean): Checker {
  return {
    name,
    perKey,
    check: history => {
      const operations = history.operations();
      const counts = { operations: operations.length, keys: history.keys().length };
      const bad = operations.find(({ input }) => input === 13);
      if (bad === undefined) return { valid: true, counts };
      const anomaly = { type: 'thirteen', promised: 'none', seen: '13', operations: [bad.index] };
      return { valid: false, anomalies: [anomaly], counts };
    },
  };
}

const throwing: Checker = {
  name: 'throwing',
  perKey: false,
  check: () => {
    throw new Error('a bug');
  },
};

const strict: Checker = {
  name: 'strict',
  perKey: false,
  check: () => {
    throw new HistoryError('write: expected a word, found 1');
  },
};

const hungry: Checker = {
  name: 'hungry',
  perKey: false,
  check: () => {
    const eaten: number[][] = [];
    for (;;) eaten.push(Array<number>(100_000).fill(eaten.length));
  },
};

export default (task: CheckTask): Promise<CheckAnswer> =>
  doCheckTask(
    task,
    async () => [counting('each key', true), counting('whole', false), throwing, strict, hungry],
    systemClock(),
  );
