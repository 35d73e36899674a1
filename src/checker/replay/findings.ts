/** Collects anomalies. Anomalies of one cause are one anomaly with a count: the first examples are kept. */
import type { AnomalyType } from '../../anomalies.ts';
import type { Anomaly } from '../../contract.ts';

export interface Finding {
  readonly type: AnomalyType;
  /** Findings with the same cause are reported once. */
  readonly cause: string;
  readonly promised: string;
  readonly seen: string;
  readonly operations: readonly (number | undefined)[];
  /** More for the report, one item a line. Default: none. */
  readonly detail?: readonly string[];
}

interface Group {
  readonly first: Finding;
  readonly examples: string[];
  count: number;
}

const EXAMPLES = 3;
/** Causes that are kept for each type, so that none hides the others. */
const GROUPS = 16;

export class Findings {
  readonly #groups = new Map<string, Group>();
  readonly #ofType = new Map<AnomalyType, number>();
  /** Findings that were not kept, since there are too many causes. */
  #dropped = 0;
  #count = 0;
  /** The number of findings that were there before the replay. */
  before = 0;
  /** The zxid of the replay at its first finding. */
  firstAt: number = Number.POSITIVE_INFINITY;

  /** Returns findings that begin with these. */
  copy(): Findings {
    const copy = new Findings();
    for (const [key, { first, examples, count }] of this.#groups) {
      copy.#groups.set(key, { first, examples: [...examples], count });
      copy.#ofType.set(first.type, this.#ofType.get(first.type) ?? 0);
    }
    copy.#dropped = this.#dropped;
    copy.#count = this.#count;
    copy.before = this.#count;
    return copy;
  }

  get count(): number {
    return this.#count;
  }

  add(finding: Finding): void {
    this.#count++;
    const key = `${finding.type} ${finding.cause}`;
    const group = this.#groups.get(key);
    if (group !== undefined) repeat(group, finding);
    else this.#begin(key, finding);
  }

  #begin(key: string, finding: Finding): void {
    const before = this.#ofType.get(finding.type) ?? 0;
    if (before >= GROUPS) this.#dropped++;
    else {
      this.#ofType.set(finding.type, before + 1);
      this.#groups.set(key, { first: finding, examples: [], count: 1 });
    }
  }

  anomalies(): readonly Anomaly[] {
    return [...this.#groups.values()].map(toAnomaly);
  }

  /** Says how many findings are not listed; undefined if all are. */
  note(): string | undefined {
    if (this.#dropped === 0) return undefined;
    return `${this.#dropped} more differences of other causes are not listed`;
  }
}

function repeat(group: Group, finding: Finding): void {
  group.count++;
  if (group.examples.length < EXAMPLES) group.examples.push(finding.seen);
}

function toAnomaly({ first, examples, count }: Group): Anomaly {
  const operations = first.operations.filter(index => index !== undefined);
  const anomaly = {
    type: first.type,
    promised: first.promised,
    seen: first.seen,
    operations: [...new Set(operations)].sort((a, b) => a - b),
  };
  const more = count === 1 ? [] : [`the same cause shows ${count} times`, ...examples];
  const detail = [...(first.detail ?? []), ...more];
  return detail.length === 0 ? anomaly : { ...anomaly, detail };
}
