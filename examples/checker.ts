/** A checker beside those of any workload, for `--checker`: answers come in time. */
import { anomaly, type Checker, doubtsAbout, verdictOf } from 'zoobreak/workload';

/** Twice the time after which a client gives an operation up. */
const MOST_NS = 10e9;

const prompt: Checker = {
  name: 'prompt',
  perKey: true,
  check: history => {
    const answered = history.operations().filter(({ type }) => type === 'ok');
    const late = answered
      .filter(({ callNs, returnNs }) => returnNs - callNs > MOST_NS)
      .map(operation => {
        const seconds = (operation.returnNs - operation.callNs) / 1e9;
        return anomaly('late', 'every answer comes within 10 s', `it took ${seconds} s`, operation);
      });
    const counts = { answers: answered.length };
    return verdictOf({ anomalies: late, doubts: doubtsAbout(counts, ['answers']), counts });
  },
};

export default prompt;
