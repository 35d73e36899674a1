import { expect, test } from 'vitest';
import type { Client, ClientPlace } from '../../src/contract.ts';
import { clients, limit, nemesis, sequence } from '../../src/generator/index.ts';
import type { Event } from '../../src/history/event.ts';
import { type Crew, crewOf } from '../../src/run/crew.ts';
import { MembersControl } from '../../src/run/members-control.ts';
import type { LoadRequest } from '../../src/run/request.ts';
import { Tap } from '../../src/run/tap.ts';
import { threadControls } from '../../src/run/thread-control.ts';
import type { TestPlan } from '../../src/store/records/plan.ts';
import { applyOk, fakeNemesis, fakeRequest, fakeWorkload, plan, quiet } from '../kit/fake-run.ts';

interface Watched {
  readonly crew: Crew;
  readonly places: readonly ClientPlace[];
  readonly closed: readonly number[];
  readonly events: readonly Event[];
}

/** A crew of three threads whose clients are watched. */
async function crew(change: Partial<TestPlan>, close = async () => {}): Promise<Watched> {
  const [places, closed, events]: [ClientPlace[], number[], Event[]] = [[], [], []];
  const open = (place: ClientPlace): Client => {
    places.push(place);
    const invoke: Client['invoke'] = (invocation, signal) => applyOk(invocation, place, signal);
    return { invoke, close: () => close().then(() => void closed.push(place.process)) };
  };
  const base = fakeRequest('', { plan: { ...plan, ...change } });
  const spec = { runId: '', server: '', voters: 3, observers: 0 };
  const request: LoadRequest = {
    ...base,
    workload: { ...fakeWorkload(), open },
    ensemble: await base.target.start(spec, quiet().abort),
    nemeses: [fakeNemesis(base.random)],
    controls: threadControls(base.plan.concurrency),
    members: new MembersControl([]),
    remarks: { troubles: [], doubts: [] },
  };
  const tap = new Tap({ append: () => {} }, request.clock);
  return { crew: crewOf(request, tap, event => events.push(event)), places, closed, events };
}

const serversOf = ({ places }: Watched): string[] =>
  places.map(({ servers }) => servers.map(({ node }) => node).join(' '));

test('pinned clients talk to one node each, in turn', async () => {
  const four = await crew({ clients: 'pinned', concurrency: 4 });
  expect(serversOf(four)).toEqual(['n1', 'n2', 'n3', 'n1']);
});

test('roaming clients begin at different nodes, and know all', async () => {
  const roaming = await crew({ clients: 'roaming' });
  expect(serversOf(roaming)).toEqual(['n1 n2 n3', 'n2 n3 n1', 'n3 n1 n2']);
});

test('each client has a stream of chance of its own', async () => {
  const { places } = await crew({});
  expect(new Set(places.map(({ random }) => random.intBelow(1e9))).size).toBe(3);
});

test('operations of the nemesis go to the nemesis, those of clients to clients', async () => {
  const { crew: watched, events } = await crew({});
  const read = { f: 'read', value: null };
  const fault = { f: 'start', value: null };
  const both = sequence(nemesis(limit(1, () => fault)), clients(limit(1, () => read)));
  await watched.engine.run(both, quiet().stop, quiet().abort);
  expect(events.map(({ process, type, f }) => `${process} ${type} ${f}`)).toEqual([
    'nemesis invoke start',
    '0 invoke read',
    'nemesis info start',
    '0 ok read',
  ]);
  expect(events[2]?.value).toEqual({ verified: true, did: 'start', seen: null });
});

test('all clients are closed at the end', async () => {
  const { crew: watched, closed } = await crew({});
  await watched.close();
  expect([...closed].sort()).toEqual([0, 1, 2]);
});

test('a client that does not let itself be closed is left behind', async () => {
  const { crew: watched, closed } = await crew({}, () => new Promise(() => {}));
  await watched.close();
  expect(closed).toEqual([]);
});
