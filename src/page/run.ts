/** The run of this page, decoded from what the report stored in it. */
import {
  ASCENDING,
  COLUMNS,
  type Column,
  META_FIELDS,
  type Meta,
  NONE,
  OUTCOMES,
  type Outcome,
} from './layout.ts';

/** One operation in words. Times in milliseconds since the run's origin. */
export interface Shown {
  readonly index: number;
  readonly completion: number | undefined;
  readonly process: number;
  readonly outcome: Outcome;
  readonly f: string;
  readonly key: string | undefined;
  readonly node: string | undefined;
  readonly session: string | undefined;
  readonly zxid: string | undefined;
  readonly error: string | undefined;
  readonly input: string;
  readonly result: string;
  readonly call: number;
  /** Undefined where it never returned. */
  readonly took: number | undefined;
}

/** Operations by position, in order of their calls. */
export class Run {
  readonly meta: Meta;
  readonly count: number;
  /** Milliseconds since the run's origin. */
  readonly call: Float64Array;
  /** When it returned; the run's end where it never did. */
  readonly end: Float64Array;
  /** Into OUTCOMES. */
  readonly type: Uint32Array;
  /** Positions of each thread's operations. */
  readonly lanes: readonly Uint32Array[];
  readonly #columns: Readonly<Record<Column, Uint32Array>>;
  readonly #text: string;
  /** Where the line of each operation begins. */
  readonly #lines: Uint32Array;

  constructor(meta: Meta, bytes: Uint8Array) {
    this.meta = meta;
    this.count = meta.count;
    this.#columns = Object.fromEntries(
      COLUMNS.map((name, at) => [name, columnAt(bytes, at, meta.count, ASCENDING.has(name))]),
    ) as Record<Column, Uint32Array>;
    this.#text = new TextDecoder().decode(bytes.subarray(COLUMNS.length * 4 * meta.count));
    this.#lines = linesOf(this.#text, meta.count);
    const { call, took, type } = this.#columns;
    const unitMs = meta.unitNs / 1e6;
    this.type = type;
    this.call = Float64Array.from(call, time => time * unitMs);
    this.end = Float64Array.from(took, (time, at) =>
      time === NONE ? meta.end : (this.call[at] ?? 0) + time * unitMs,
    );
    this.lanes = lanesOf(this.#columns.process, meta.concurrency);
  }

  column(name: Column): Uint32Array {
    return this.#columns[name];
  }

  /** The thread of an operation. */
  laneOf(at: number): number {
    return (this.#columns.process[at] ?? 0) % this.meta.concurrency;
  }

  f(at: number): string {
    return this.meta.f[this.#columns.f[at] ?? NONE] ?? '';
  }

  /** Input and result, as they are shown. */
  values(at: number): readonly [input: string, result: string] {
    const line = this.#text.slice(this.#lines[at], (this.#lines[at + 1] ?? 0) - 1);
    const [input = '', result = ''] = line.split('\t');
    return [input, result];
  }

  shown(at: number): Shown {
    const { meta } = this;
    const number = (name: Column): number => this.#columns[name][at] ?? NONE;
    const [input, result] = this.values(at);
    const index = number('index');
    const completion = number('completion');
    return {
      index,
      completion: completion === NONE ? undefined : index + completion,
      process: number('process'),
      outcome: OUTCOMES[number('type')] ?? 'info',
      f: this.f(at),
      key: meta.key[number('key')],
      node: meta.node[number('node')],
      session: meta.session[number('session')],
      zxid: zxidOf(number('zxidHigh'), number('zxidLow')),
      error: meta.error[number('error')],
      input,
      result,
      call: this.call[at] ?? 0,
      took: number('took') === NONE ? undefined : (this.end[at] ?? 0) - (this.call[at] ?? 0),
    };
  }

  /** The first operation called at or after a time. */
  firstFrom(time: number): number {
    return lowerBound(this.count, at => (this.call[at] ?? 0) >= time);
  }
}

/** The least number below `count` for which `holds`, which stays true from there on; `count` if none. */
export function lowerBound(count: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function columnAt(
  bytes: Uint8Array,
  place: number,
  count: number,
  isAscending: boolean,
): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let plane = 0; plane < 4; plane++) {
    const from = (place * 4 + plane) * count;
    for (let at = 0; at < count; at++)
      numbers[at] = (numbers[at] ?? 0) | ((bytes[from + at] ?? 0) << (8 * plane));
  }
  if (isAscending)
    for (let at = 1; at < count; at++) numbers[at] = (numbers[at] ?? 0) + (numbers[at - 1] ?? 0);
  return numbers;
}

function linesOf(text: string, count: number): Uint32Array {
  const lines = new Uint32Array(count + 1);
  for (let at = 1, from = 0; at <= count; at++) {
    const newline = text.indexOf('\n', from);
    from = newline < 0 ? text.length + 1 : newline + 1;
    lines[at] = from;
  }
  return lines;
}

function lanesOf(process: Uint32Array, concurrency: number): Uint32Array[] {
  const lanes = Array.from({ length: concurrency }, (): number[] => []);
  for (const [at, each] of process.entries()) lanes[each % concurrency]?.push(at);
  return lanes.map(lane => Uint32Array.from(lane));
}

function zxidOf(high: number, low: number): string | undefined {
  if (high === NONE) return undefined;
  return `0x${((BigInt(high) << 32n) | BigInt(low)).toString(16)}`;
}

/** Decodes what the report stored in elements of these ids. */
export async function decodeRun(meta: string, operations: string): Promise<Run> {
  const packed = Uint8Array.from(atob(operations), character => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return new Run(metaOf(meta), bytes);
}

/** @throws Error where the page was not written by the version of zoobreak that its script is of. */
function metaOf(text: string): Meta {
  const meta: unknown = JSON.parse(text);
  if (isMeta(meta)) return meta;
  throw new Error(
    `run-meta: expected an object with ${META_FIELDS.join(', ')}, found ${text.slice(0, 80)}. Write the report again with zoobreak report.`,
  );
}

function isMeta(value: unknown): value is Meta {
  return typeof value === 'object' && value !== null && META_FIELDS.every(field => field in value);
}
