/** What happened without a reply: requests in doubt are placed where replies demand it, in the order of their
 * connection, or not at all. */
import { expect, test } from 'vitest';
import { checkTrace } from '../../../src/checker/replay/replay.ts';
import { create, get, set, type Trace, trace } from '../../kit/trace-notation.ts';

const BURST = 5;

function typesOf({ records }: Trace): readonly string[] {
  const verdict = checkTrace(records);
  return verdict.valid === false ? verdict.anomalies.map(({ type }) => type) : [];
}

/** Five clients send one write each, and no reply comes: a leader crashed. */
function burst(): Trace {
  const t = trace().open(0, 'n1').open(9, 'n2');
  for (let client = 1; client <= BURST; client++) t.open(client, 'n1');
  t.call(0, create('/a'), 3);
  for (let client = 1; client <= BURST; client++)
    t.send(client, set('/a', `${client}`), 3 + client);
  for (let client = 1; client <= BURST; client++) t.disconnect(client);
  return t;
}

test('a burst of writes in doubt explains a version that rose by their number -> valid', () => {
  expect(typesOf(burst().call(9, get('/a'), 3 + BURST))).toEqual([]);
});

test('a version that rose by one more than the writes in doubt -> phantom', () => {
  const bad = burst().call(9, get('/a'), 3 + BURST, { stat: { version: BURST + 1 } });
  expect(typesOf(bad)).toEqual(['phantom']);
});

/** One connection sends two writes, and no reply comes. */
function pair(): Trace {
  return trace()
    .open(1, 'n1')
    .open(2, 'n2')
    .call(1, create('/a'), 3)
    .call(1, create('/b'), 4)
    .send(1, set('/a', 'first'))
    .send(1, set('/b', 'second'))
    .disconnect(1);
}

const shown = (data: string, mzxid: number) => ({
  data: Buffer.from(data).toString('base64'),
  stat: { mzxid, version: 1, dataLength: data.length, mtime: 5 },
});

test('requests in doubt of one connection took effect in their order -> valid', () => {
  const t = pair()
    .call(2, get('/a'), 6, shown('first', 5))
    .call(2, get('/b'), 6, shown('second', 6));
  expect(typesOf(t)).toEqual([]);
});

test('requests in doubt of one connection took effect in the other order -> anomaly', () => {
  const t = pair()
    .call(2, get('/a'), 6, shown('first', 6))
    .call(2, get('/b'), 6, shown('second', 5));
  expect(typesOf(t)).not.toEqual([]);
});
