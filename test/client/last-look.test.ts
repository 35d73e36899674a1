import { expect, test } from 'vitest';
import { lastLook } from '../../src/client/last-look.ts';
import type { ClientPlace } from '../../src/contract.ts';
import { recordsOf } from '../../src/judge/trace/records.ts';
import { silentLog } from '../../src/log.ts';
import { seededRandom } from '../../src/random.ts';
import { Tap } from '../../src/run/tap.ts';
import type { TracePiece } from '../../src/store/trace-file.ts';
import { never } from '../kit/never.ts';
import { type Model, model } from '../kit/sim-model.ts';

/** Looks at the ensemble, and returns what was read from each node: `n1 getData /zoobreak-a`. */
async function readsOf({ clock, ensemble }: Model): Promise<readonly string[]> {
  const pieces: TracePiece[] = [];
  const sink = {
    append: (kind: TracePiece['kind'], connection: number, timeNs: number, content?: Uint8Array) =>
      void pieces.push({ kind, connection, timeNs, content: Buffer.from(content ?? []) }),
  };
  const servers = ensemble.nodes.map(({ name, address }) => ({ node: name, address }));
  const place: ClientPlace = {
    ...{ process: 0, servers, everyServer: servers, clock, log: silentLog },
    ...{ sessionTimeoutMs: 6_000, operationTimeoutMs: 5_000, random: seededRandom(1) },
    gate: new Tap(sink, clock).gate('setup'),
  };
  await lastLook(place, never);
  const nodes = new Map<number, string>();
  return [...recordsOf(pieces, () => undefined)].flatMap(record => {
    if (record.kind === 'connected') nodes.set(record.client, record.node);
    const isRead = record.kind === 'sent' && /^get/.test(record.request.f);
    return isRead && 'path' in record.request
      ? [`${nodes.get(record.client)} ${record.request.f} ${record.request.path}`]
      : [];
  });
}

async function withZnodes(...paths: readonly string[]): Promise<Model> {
  const made = await model();
  const session = made.session(made.ensemble.nodes);
  for (const path of paths) await session.create(path, new Uint8Array());
  await session.close();
  return made;
}

test('the data, the list and the children of each znode of a workload are read from each server', async () => {
  const reads = await readsOf(await withZnodes('/zoobreak-a', '/zoobreak-a/x'));
  const expected = ['n1', 'n2', 'n3'].flatMap(node =>
    ['/zoobreak-a', '/zoobreak-a/x'].flatMap(path =>
      ['getChildren2', 'getData', 'getACL'].map(f => `${node} ${f} ${path}`),
    ),
  );
  expect(reads).toEqual(expect.arrayContaining(expected));
});

test('nothing else of an ensemble is read but the names at its root', async () => {
  const reads = await readsOf(await withZnodes('/others', '/zoobreak-a'));
  const paths = new Set(reads.map(read => read.split(' ')[2]));
  expect([...paths]).toEqual(['/', '/zoobreak-a']);
});

test('of many znodes some are read, spread over all of them', async () => {
  const children = Array.from({ length: 700 }, (_, at) => `/zoobreak-a/${at}`);
  const reads = await readsOf(await withZnodes('/zoobreak-a', ...children));
  const data = reads.filter(read => read.startsWith('n1 getData /zoobreak-a/'));
  expect(data.length).toBeGreaterThan(200);
  expect(data.length).toBeLessThanOrEqual(300);
  expect(data.at(-1)).toBe('n1 getData /zoobreak-a/699');
});
