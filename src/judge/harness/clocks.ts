/** Whether clocks that were reported as bent show where clients can see them: a leader stamps writes with its own. */
import type { TraceRecord } from '../../checker/replay/trace.ts';
import type { History } from '../../history/history.ts';
import {
  isVerified,
  type NemesisOperation,
  nemesisOperations,
  reportIn,
} from '../../history/nemesis-operations.ts';
import type { RolesSeen } from '../../store/roles.ts';
import { seconds } from './clients.ts';
import { fieldsOf } from './reports.ts';

/** Smaller jumps cannot be distinguished from delays. */
const LEAST_JUMP_MS = 1_000;
/** A slower reply says too little of when its write was stamped. */
const PROMPT_MS = 250;
/** The fewest stamps of a leader that are enough to say that its clock was right. */
const LEAST_STAMPS = 3;
/** Roles are looked at now and then: a leader may have lost its role before that was seen. */
const UNSURE_NS = 2e9;
const MS = 1e6;

/** A write and the time that its leader gave it. */
interface Stamp {
  readonly sentNs: number;
  /** From when it was sent, on the clock of the controller, to its stamp. */
  readonly offMs: number;
}

/** A clock that a verified strike let jump, until clocks were touched again. */
interface Jump {
  readonly node: string;
  readonly byMs: number;
  readonly fromNs: number;
  readonly toNs: number;
}

export class ClockWitness {
  readonly #jumps: readonly Jump[];
  readonly #firstNs: number;
  readonly #roles: readonly RolesSeen[];
  readonly #sent = new Map<string, number>();
  readonly #stamps: Stamp[] = [];

  constructor(history: History, roles: readonly RolesSeen[]) {
    const touches = nemesisOperations(history.nemesis).filter(touchesClocks);
    this.#firstNs = touches[0]?.callNs ?? Number.POSITIVE_INFINITY;
    this.#jumps = touches.flatMap((touch, at) => jumpsOf(touch, touches[at + 1]?.callNs));
    this.#roles = roles;
  }

  take(record: TraceRecord): void {
    if (this.#jumps.length === 0) return;
    if (record.kind === 'sent' && record.request.f === 'setData')
      this.#sent.set(`${record.client} ${record.xid}`, record.time);
    if (record.kind !== 'reply') return;
    const key = `${record.client} ${record.xid}`;
    const sentNs = this.#sent.get(key);
    this.#sent.delete(key);
    const stat = record.result?.stat;
    if (sentNs === undefined || stat === undefined) return;
    if (record.time - sentNs < PROMPT_MS * MS)
      this.#stamps.push({ sentNs, offMs: stat.mtime - sentNs / MS });
  }

  /** Says which bent clock stamped writes with the right time. */
  reasons(): readonly string[] {
    const before = this.#stamps.filter(({ sentNs }) => sentNs < this.#firstNs);
    const right = before.map(({ offMs }) => offMs).sort((a, b) => a - b)[before.length >> 1];
    if (right === undefined) return [];
    const found = this.#jumps.find(jump => this.#isUnseen(jump, right));
    if (found === undefined) return [];
    return [
      `${found.node}, whose clock was reported as off by ${found.byMs} ms from ${seconds(found.fromNs)} on, led, and gave writes the right time: the fault did not bite as reported`,
    ];
  }

  #isUnseen({ node, byMs, fromNs, toNs }: Jump, right: number): boolean {
    return this.#reignsOf(node).some(reign => {
      const stamps = this.#stamps.filter(
        ({ sentNs }) =>
          sentNs > Math.max(fromNs, reign.fromNs) &&
          sentNs < Math.min(toNs, reign.toNs) - UNSURE_NS,
      );
      return (
        stamps.length >= LEAST_STAMPS &&
        stamps.every(({ offMs }) => Math.abs(offMs - right) < Math.abs(byMs) / 2)
      );
    });
  }

  /** Returns when a node alone was seen to lead. */
  #reignsOf(node: string): readonly { readonly fromNs: number; readonly toNs: number }[] {
    return this.#roles.flatMap(({ time, roles }, at) => {
      const leaders = Object.keys(roles).filter(name => roles[name] === 'leader');
      if (leaders.length !== 1 || leaders[0] !== node) return [];
      return { fromNs: time, toNs: this.#roles[at + 1]?.time ?? Number.POSITIVE_INFINITY };
    });
  }
}

const touchesClocks = ({ declared }: NemesisOperation): boolean =>
  declared === undefined || declared.affects.includes('clocks');

function jumpsOf(strike: NemesisOperation, toNs = Number.POSITIVE_INFINITY): readonly Jump[] {
  if (!isVerified(strike)) return [];
  const { jumped } = fieldsOf(reportIn(strike.event).did);
  return Object.entries(fieldsOf(jumped)).flatMap(([node, byMs]) =>
    typeof byMs === 'number' && Math.abs(byMs) >= LEAST_JUMP_MS
      ? { node, byMs, fromNs: strike.returnNs, toNs }
      : [],
  );
}
