/** Checks of every run, for any workload: they read what its clients sent and received.
 *   replay    every reply, event and refusal is the one that ZooKeeper's state machine gives
 *   sessions  sessions last as long as they should, and their requests are answered
 *   servers   all servers hold the same znodes at the end, and had the same digests; remarks from their logs
 *   harness   what zoobreak recorded of its own work agrees with what its clients saw */
import { join } from 'node:path';
import type { Disturbed } from '../../checker/disturbed.ts';
import { verdictOf } from '../../checker/finding.ts';
import { type Build, featuresOf } from '../../checker/replay/features.ts';
import { checkTrace } from '../../checker/replay/replay.ts';
import type { TraceRecord } from '../../checker/replay/trace.ts';
import { ReplicasCheck } from '../../checker/replicas/check.ts';
import { compareDigests } from '../../checker/replicas/digests.ts';
import { SessionsCheck } from '../../checker/sessions/check.ts';
import { limitsIn } from '../../checker/sessions/limits.ts';
import type { Checker, Verdict } from '../../contract.ts';
import type { History } from '../../history/history.ts';
import { lowerBound } from '../../lower-bound.ts';
import { FILES, type TestRecord } from '../../store/results.ts';
import { type RolesSeen, readRoles } from '../../store/roles.ts';
import { readTrace } from '../../store/trace-file.ts';
import { HarnessCheck } from '../harness/check.ts';
import { mixesVersions, ofOneVersion } from '../mixed-versions.ts';
import { serverDigests } from '../servers/digests.ts';
import { serverLogs } from '../servers/logs.ts';
import { digestMismatches } from '../servers/mismatches.ts';
import { type TraceCheck, traceChecks } from './names.ts';
import { type OperationAt, recordsOf } from './records.ts';

/** Returns the checkers of the trace stored at `folder`; none where the run has no trace. The trace is read once
 * for all of them. */
export async function traceCheckers(folder: string, test: TestRecord): Promise<readonly Checker[]> {
  const checks = traceChecks(folder);
  if (checks.length === 0) return [];
  const run: Run = { folder, test, roles: await readRoles(folder) };
  let verdicts: Readonly<Record<TraceCheck, Verdict>> | undefined;
  return checks.map(facts => ({
    ...facts,
    check: history => {
      verdicts ??= judgeTrace(run, history);
      return verdicts[facts.name];
    },
  }));
}

/** What is stored of a run, beside its trace. */
interface Run {
  readonly folder: string;
  readonly test: TestRecord;
  readonly roles: readonly RolesSeen[];
}

function judgeTrace(
  { folder, test, roles }: Run,
  history: History,
): Readonly<Record<TraceCheck, Verdict>> {
  const { disturbed, ofClients } = disturbedIn(history, test);
  const sessions = new SessionsCheck(disturbed, limitsIn(test.ensemble), ofClients);
  const harness = new HarnessCheck(history, test, roles);
  const replicas = new ReplicasCheck();
  const trace = recordsOf(readTrace(join(folder, FILES.trace)), operationFinder(history));
  const records = alsoTo(trace, sessions, replicas, harness);
  const isMixed = mixesVersions(history, test);
  const features = featuresOf(test.ensemble.serverVersion ?? test.plan.server, buildOf(test));
  const replay = checkTrace(records, {
    features: isMixed ? { ...features, eventZxids: false } : features,
    disturbed,
    clocks: bendsClocks(history) ? 'disturbed' : 'steady',
    isCut: test.ending === 'running' || test.ending === 'crashed',
  });
  const servers = checkServers(folder, replicas);
  return {
    replay: isMixed ? ofOneVersion(replay) : replay,
    sessions: sessions.end(),
    servers,
    harness: harness.end(),
  };
}

/** The servers' znodes and digests decide the verdict; their logs and what they count become notes. */
function checkServers(folder: string, replicas: ReplicasCheck): Verdict {
  const { anomalies, counts } = replicas.end();
  const digests = compareDigests(serverDigests(folder));
  const logs = serverLogs(folder);
  const mismatches = digestMismatches(folder);
  return verdictOf({
    anomalies: [...digests.anomalies, ...anomalies],
    doubts: [],
    notes: [...mismatches.notes, ...logs.notes],
    counts: {
      ...{ ...counts, ...digests.counts },
      ...{ 'mismatch counts': mismatches.servers, 'log lines': logs.lines },
    },
  });
}

/** Our own images carry Debian's builds of ZooKeeper. */
function buildOf({ ensemble: { image } }: TestRecord): Build {
  return image?.startsWith('zoobreak/server') ? 'debian' : 'apache';
}

function bendsClocks(history: History): boolean {
  return history
    .faults()
    .some(({ affects }) => affects === 'undeclared' || affects.includes('clocks'));
}

interface Taker {
  take(record: TraceRecord): void;
}

function* alsoTo(
  records: Iterable<TraceRecord>,
  ...takers: readonly Taker[]
): Generator<TraceRecord> {
  for (const record of records) {
    for (const taker of takers) taker.take(record);
    yield record;
  }
}

/** When a fault may have disturbed what the servers know of sessions, and when only their clients. */
function disturbedIn(
  history: History,
  { nemeses }: TestRecord,
): Readonly<Record<'disturbed' | 'ofClients', readonly Disturbed[]>> {
  const operations = nemeses.flatMap(({ operations }) => operations);
  const crashes = new Set(operations.flatMap(({ strike, crash }) => (crash ? strike : [])));
  const [disturbed, ofClients]: [Disturbed[], Disturbed[]] = [[], []];
  for (const { fromNs, toNs, f, affects } of history.faults()) {
    const isOfClients = affects !== 'undeclared' && affects.every(part => part === 'clients');
    (isOfClients ? ofClients : disturbed).push({ fromNs, toNs, crash: crashes.has(f) });
  }
  return { disturbed, ofClients };
}

/** Finds the invocation that a process had open at a time: the latest that is not later. */
function operationFinder(history: History): OperationAt {
  const invocations = new Map<number, { readonly times: number[]; readonly indices: number[] }>();
  for (const { process, callNs, index } of history.eachOutcome()) {
    const known = invocations.get(process) ?? { times: [], indices: [] };
    invocations.set(process, known);
    known.times.push(callNs);
    known.indices.push(index);
  }
  return (process, timeNs) => {
    if (process === 'setup') return undefined;
    const known = invocations.get(process);
    return known?.indices[lowerBound(known.times, time => time > timeNs) - 1];
  };
}
