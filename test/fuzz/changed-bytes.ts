/** Bytes that were changed at random: of a known text, or of two of them joined. */
import fc from 'fast-check';

/** Pieces that mean something to the readers. */
const PIECES = [
  ...['{', '}', '[', ']', '(', ')', '"', '\\', ':', ',', ';', '#', '#_', '\n', '\r', '\0', ' '],
  ...['-1', '007', '1e999', '9007199254740993', '4294967295', '0x', 'nil', 'null', 'true', '##NaN'],
  ...[
    '\ufeff',
    '"process":',
    ':process ',
    ':type :ok',
    '"\\ud800"',
    '__proto__',
    '../',
    '&a',
    '*a',
    '!!js',
  ],
].map(text => Buffer.from(text));
const RAW = [[0xff], [0xc0, 0x80], [0x7f, 0xff, 0xff, 0xff], [0x80, 0, 0, 0], [0, 0, 0, 0]].map(
  each => Buffer.from(each),
);

interface Change {
  readonly at: number;
  /** Bytes that are dropped there. */
  readonly drops: number;
  readonly adds: Uint8Array;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  drops: fc.oneof({ weight: 6, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(200) }),
  adds: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...PIECES, ...RAW) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 8 }) },
  ),
});

/** Shrinks to few changes of one seed. */
export function changedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  const seed = fc.constantFrom(...seeds);
  return fc
    .record({
      start: seed,
      /** Where the end of another seed is joined on. */
      joint: fc.option(fc.record({ other: seed, at: fc.nat(), from: fc.nat() }), { freq: 4 }),
      changes: fc.array(change, { maxLength: 5 }),
    })
    .map(({ start, joint, changes }) => changes.reduce(changed, joined(start, joint)));
}

function joined(
  start: Uint8Array,
  joint: { readonly other: Uint8Array; readonly at: number; readonly from: number } | null,
): Buffer {
  if (joint === null) return Buffer.from(start);
  const { other, at, from } = joint;
  return Buffer.concat([
    start.subarray(0, at % (start.length + 1)),
    other.subarray(from % (other.length + 1)),
  ]);
}

function changed(bytes: Buffer, { at, drops, adds }: Change): Buffer {
  const place = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, place), adds, bytes.subarray(place + drops)]);
}
