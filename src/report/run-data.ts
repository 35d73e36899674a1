/** A run as a page holds it: see src/page/layout.ts. */

import { deflateRawSync } from 'node:zlib';
import { hexOf } from '../hex.ts';
import type { Event } from '../history/event.ts';
import {
  ASCENDING,
  COLUMNS,
  type Column,
  type FaultShown,
  type Meta,
  NONE,
  OUTCOMES,
} from '../page/layout.ts';
import { type FaultRow, faultRows } from './faults.ts';
import { marksOf, roleSpansOf } from './role-spans.ts';
import { endNsOf, keyText, nodesOf, type RunView } from './run-view.ts';
import { valueText, visible } from './visible.ts';

/** Characters of all values together; each operation has its share of them, within these bounds. */
const TEXT_CHARACTERS = 24e6;
const [LEAST_SHARE, MOST_SHARE] = [60, 400];
/** Times count microseconds, where 32 bits are enough for the run. */
const UNIT_NS = 1000;

/** A page holds the first operations of a run: browsers get slow, and reports large, with more. */
export const MOST_DRAWN = 500_000;

interface RunData {
  /** JSON without `<`, so that it ends no script. */
  readonly meta: string;
  /** base64 */
  readonly operations: string;
}

/** `most`: operations that a page holds. */
export function runDataOf(view: RunView, most: number = MOST_DRAWN): RunData {
  const endNs = endNsOf(view.history);
  const packer = new Packer(
    { events: Math.min(view.history.length, 2 * most), most },
    Math.max(UNIT_NS, Math.ceil(endNs / (NONE - 1))),
    nodesOf(view),
  );
  for (const event of view.history.events()) {
    packer.add(event);
    if (packer.isDone) break;
  }
  const meta: Meta = {
    ...packer.names(),
    end: endNs / 1e6,
    concurrency: view.concurrency,
    faults: faultRows(view.history).map(faultShown),
    roles: roleSpansOf(view).map(({ fromNs, untilNs, node, role }) => ({
      node: visible(node),
      role: visible(role),
      from: fromNs / 1e6,
      until: untilNs / 1e6,
    })),
    marks: marksOf(view).map(({ kind, atNs, text }) => ({ kind, at: atNs / 1e6, text })),
  };
  return { meta: JSON.stringify(meta).replaceAll('<', '\\u003c'), operations: packer.packed() };
}

function faultShown({ nemesis, words, fromNs, untilNs, verified, nodes }: FaultRow): FaultShown {
  const [from, until] = [fromNs / 1e6, untilNs / 1e6];
  return { nemesis, words: visible(words), from, until, verified, nodes };
}

/** Collects operations from the events of a history. */
class Packer {
  readonly #most: number;
  readonly #unitNs: number;
  readonly #share: number;
  readonly #columns: Readonly<Record<Column, Uint32Array>>;
  readonly #names = {
    f: new Names(),
    node: new Names(),
    error: new Names(),
    key: new Names(),
    session: new Names(),
  };
  readonly #texts: string[] = [];
  /** For each process, the open operation, and its requested value. */
  readonly #open = new Map<number, { readonly at: number; readonly event: Event }>();
  #count = 0;

  /** `most`: operations that are kept; `events`: those that they have at most. */
  constructor(
    { events, most }: Readonly<Record<'events' | 'most', number>>,
    unitNs: number,
    nodes: readonly string[],
  ) {
    this.#most = most;
    this.#unitNs = unitNs;
    this.#share = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, (2 * TEXT_CHARACTERS) / events));
    this.#columns = Object.fromEntries(
      COLUMNS.map(name => [name, new Uint32Array(events).fill(NONE)]),
    ) as Record<Column, Uint32Array>;
    for (const node of nodes) this.#names.node.idOf(visible(node));
  }

  add(event: Event): void {
    if (event.process === 'nemesis') return;
    if (event.type === 'invoke') {
      if (this.#count < this.#most) this.#begin(event, event.process);
    } else this.#complete(event, event.process);
  }

  /** Whether no event changes anything any more. */
  get isDone(): boolean {
    return this.#count === this.#most && this.#open.size === 0;
  }

  names(): Pick<Meta, 'count' | 'unitNs' | 'f' | 'node' | 'error' | 'key' | 'session'> {
    const { f, node, error, key, session } = this.#names;
    return {
      count: this.#count,
      unitNs: this.#unitNs,
      f: f.values,
      node: node.values,
      error: error.values,
      key: key.values,
      session: session.values,
    };
  }

  packed(): string {
    const planes = COLUMNS.map(name =>
      planesOf(this.#columns[name].subarray(0, this.#count), ASCENDING.has(name)),
    );
    const bytes = Buffer.concat([...planes, Buffer.from(this.#texts.join('\n'))]);
    return deflateRawSync(bytes, { level: 4 }).toString('base64');
  }

  #begin(event: Event, process: number): void {
    const at = this.#count++;
    const { index, type, f, call, process: processes, key } = this.#columns;
    index[at] = event.index;
    type[at] = OUTCOMES.indexOf('info');
    f[at] = this.#names.f.idOf(visible(event.f, MOST_SHARE));
    call[at] = Math.round(event.time / this.#unitNs);
    processes[at] = process;
    if (event.key !== undefined)
      key[at] = this.#names.key.idOf(visible(keyText(event.key), MOST_SHARE));
    this.#texts[at] = `${valueText(event.value, this.#share)}\t`;
    this.#open.set(process, { at, event });
  }

  #complete(event: Event, process: number): void {
    const open = this.#open.get(process);
    if (open === undefined) return;
    this.#open.delete(process);
    const { at } = open;
    const { completion, took, type, node, error, session, zxidHigh, zxidLow } = this.#columns;
    const names = this.#names;
    completion[at] = event.index - open.event.index;
    took[at] = Math.round((event.time - open.event.time) / this.#unitNs);
    type[at] = event.type === 'invoke' ? NONE : OUTCOMES.indexOf(event.type);
    if (event.node !== undefined) node[at] = names.node.idOf(visible(event.node));
    if (event.error !== undefined) error[at] = names.error.idOf(visible(event.error.name));
    if (event.session !== undefined)
      session[at] = names.session.idOf(hexOf(BigInt.asUintN(64, event.session)));
    if (event.zxid !== undefined) {
      zxidHigh[at] = Number(BigInt.asUintN(32, event.zxid >> 32n));
      zxidLow[at] = Number(BigInt.asUintN(32, event.zxid));
    }
    this.#addResult(at, event);
  }

  /** Adds the result, if it says more than the request; the error's message if there is one. */
  #addResult(at: number, { type, value, error }: Event): void {
    const asked = this.#texts[at] ?? '\t';
    const text =
      type === 'ok' ? valueText(value, this.#share) : visible(error?.message ?? '', this.#share);
    if (`${text}\t` !== asked) this.#texts[at] = asked + text;
  }
}

/** Gives equal texts one small number. */
class Names {
  readonly values: string[] = [];
  readonly #ids = new Map<string, number>();

  idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.values.length);
    return this.values.push(text) - 1;
  }
}

/** The lowest bytes of all numbers, then the next, ... */
function planesOf(numbers: Uint32Array, isAscending: boolean): Buffer {
  const bytes = Buffer.allocUnsafe(numbers.length * 4);
  let last = 0;
  for (const [at, number] of numbers.entries()) {
    const stored = isAscending ? number - last : number;
    last = number;
    for (let plane = 0; plane < 4; plane++)
      bytes[plane * numbers.length + at] = (stored >>> (8 * plane)) & 0xff;
  }
  return bytes;
}
