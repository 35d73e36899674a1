/** The check `harness`: whether what zoobreak recorded of its own work agrees with what its clients saw. A run
 *  whose harness contradicts itself shows nothing, so that its verdict is unknown. */
import type { TraceRecord } from '../../checker/replay/trace.ts';
import { unknown } from '../../checker/verdict.ts';
import type { Verdict } from '../../contract.ts';
import type { History } from '../../history/history.ts';
import type { TestRecord } from '../../store/results.ts';
import type { RolesSeen } from '../../store/roles.ts';
import { Clients } from './clients.ts';
import { ClockWitness } from './clocks.ts';
import { FaultWitness } from './faults.ts';
import { idleThreads } from './idle-threads.ts';
import { loadReasons, orderReasons } from './order.ts';
import { TimeWitness } from './times.ts';
import { WriteWitness } from './writes.ts';
import { ZxidWitness } from './zxids.ts';

/** Collects what each process and node exchanged; take every record of the trace, then end. */
export class HarnessCheck {
  readonly #history: History;
  readonly #test: TestRecord;
  readonly #clients = new Clients();
  readonly #times = new TimeWitness(this.#clients);
  readonly #zxids = new ZxidWitness(this.#clients);
  readonly #writes = new WriteWitness(this.#clients);
  readonly #clocks: ClockWitness;
  readonly #faults: FaultWitness;
  #records = 0;

  /** `roles`: those of the nodes over time. */
  constructor(history: History, test: TestRecord, roles: readonly RolesSeen[]) {
    this.#history = history;
    this.#test = test;
    this.#clocks = new ClockWitness(history, roles);
    this.#faults = new FaultWitness(history, test.plan, this.#clients);
  }

  take(record: TraceRecord): void {
    this.#records++;
    this.#clients.take(record);
    this.#times.take(record);
    this.#zxids.take(record);
    this.#clocks.take(record);
    this.#faults.take(record, this.#writes.take(record));
  }

  end(): Verdict {
    const counts = { events: this.#history.length, records: this.#records };
    const reasons = [
      ...orderReasons(this.#history),
      ...loadReasons(this.#history, this.#test, this.#faults.idles),
      ...this.#times.reasons(this.#history),
      ...this.#idleReasons(),
      ...this.#zxids.reasons(this.#history),
      ...this.#clocks.reasons(),
      ...this.#writes.reasons(this.#history),
      ...this.#faults.reasons(),
    ];
    return reasons.length === 0 ? { valid: true, counts } : unknown(reasons.join('; '), counts);
  }

  #idleReasons(): readonly string[] {
    const { plan, ending } = this.#test;
    if (ending !== 'complete') return [];
    const { idles, heldUp } = this.#faults;
    const threads = idleThreads(this.#history, plan, [...idles, ...heldUp]);
    if (threads.length === 0) return [];
    return [
      `client threads ${threads.join(', ')} invoked nothing in the last quarter of the load, though they worked before and no fault reached them`,
    ];
  }
}
