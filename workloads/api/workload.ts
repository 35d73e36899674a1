/** Random sequences over the whole API, on a small tree that many sessions share.
 *    <request>  value aim     an outcome of the request, and after a colon what else is to be so: `NOTEMPTY`,
 *                             `ok: sequential, below a znode made again`. Those that were reached less often
 *                             are drawn more often
 *                             ok: {aim, outcome, reached, steps, events, ...}: what the server said, whether that
 *                             is what was aimed at, every request that was answered on the way, and the types of
 *                             the watch events that came since the operation before
 *    survey     value {server, read}    at the end: that read of every path, from that server
 *                             ok: {server, read, outcomes: {ok: 12, NONODE: 30}}
 *  A lost reply leaves an operation that may have changed something `info`, also where it was lost on the way to
 *  what was aimed at. What is right is not decided here: the trace of every request and reply is held against a
 *  model of ZooKeeper, as that of every other run. */
import { ensureZnodes, sessionAt } from '../../src/client/session.ts';
import type { ClientPlace, Generator, Workload, WorkloadOptions } from '../../src/contract.ts';
import { eachThread, once, phases, sequence } from '../../src/generator/index.ts';
import type { Session, SessionOptions } from '../../src/zookeeper/session.ts';
import type { Claim, WorkloadEntry } from '../entry.ts';
import { type Feature, lacking } from '../features.ts';
import type { SideOptions } from './actor.ts';
import { API_FEATURES, intentsWithout } from './all.ts';
import { apiClient } from './client.ts';
import { coverageOf } from './coverage.ts';
import { keyOf } from './intent.ts';
import { LEFT, ROOT } from './names.ts';
import { Picture } from './picture.ts';
import { type ApiOp, steered } from './steering.ts';
import { SURVEY, surveyReads } from './survey.ts';

type OnEvent = SessionOptions['onEvent'];

const CLAIM: Claim = {
  claim:
    'every reply, refusal and watch event agrees in every field with the state that ZooKeeper has at the zxid that its server names. The replay check judges that, from the trace of all requests and replies; the coverage check reports whether enough of the API was exercised for it to mean something',
  source:
    "ZooKeeper Programmer's Guide, Consistency Guarantees (https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html#ch_zkGuarantees), and the sources of ZooKeeper 3.9: PrepRequestProcessor, FinalRequestProcessor, DataTree",
};

export const api: WorkloadEntry = {
  name: 'api',
  doc: 'random sequences over the whole API, steered to every outcome of every request',
  claims: { local: CLAIM, sync: CLAIM, quorum: CLAIM },
  create,
};

function create({ random, concurrency, ensemble }: WorkloadOptions): Workload<ApiOp> {
  const skipped = lacking(ensemble, ...API_FEATURES);
  const without = new Set(skipped.map(({ name }) => name as Feature));
  const has = (feature: Feature): boolean => !without.has(feature);
  const intents = intentsWithout(without);
  const byKey = new Map(intents.map(intent => [keyOf(intent), intent]));
  const picture = new Picture();
  const servers = ensemble.voters + ensemble.observers;
  return {
    name: 'api',
    ...CLAIM,
    setup: (place, signal) => ensureZnodes([ROOT, LEFT], place, signal),
    open: place => apiClient({ place, picture, intents: byKey, has, open }),
    generator: steered(intents, random),
    finalGenerator: survey(servers, concurrency, has),
    checkers: [coverageOf(intents)],
    skipped,
  };
}

function open(
  place: ClientPlace,
  onEvent: OnEvent,
  { resume, ...options }: SideOptions = {},
): Session {
  return sessionAt({ ...place, ...options }, onEvent, resume);
}

/** Every server once, divided among the threads, of which each begins at a server of its own. */
function survey(
  servers: number,
  threads: number,
  has: (feature: Feature) => boolean,
): Generator<ApiOp> {
  const reads = surveyReads(has);
  const ofThread = (thread: number): readonly ApiOp[] =>
    Array.from({ length: servers }, (_, server) => server)
      .filter(server => server % threads === 0 && thread + server < servers)
      .flatMap(server => reads.map((read): ApiOp => ({ f: SURVEY, value: { server, read } })));
  return phases(
    eachThread(thread =>
      sequence(...(thread === 'nemesis' ? [] : ofThread(thread)).map(op => once(op))),
    ),
  );
}
