/** One run from start to end: ensemble up, workload and nemesis side by side, everything healed, final
 * operations, node logs, ensemble down, verdict. */
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Ensemble, Nemesis, NemesisOptions } from '../contract.ts';
import { FILES, type TestRecord, type VerdictRecord, writeRecord } from '../store/results.ts';
import { runLog } from '../store/run-writers.ts';
import { writeEdn } from '../store/stored-history.ts';
import { withEnsemble } from './ensemble-life.ts';
import { load } from './load.ts';
import { MembersControl } from './members-control.ts';
import type { Interrupts, Remarks, RunRequest } from './request.ts';
import { conditionsOf, partsOf, type ScriptPart } from './schedule/script.ts';
import { requireSight } from './schedule/watch.ts';
import { strikable } from './survivors.ts';
import { type ThreadControl, threadControls } from './thread-control.ts';

/** The run has no verdict: the ensemble never formed, the setup failed, it was aborted, or a
 * programmer's error; `cause` says which. The folder holds what there is. */
export class RunCrash extends Error {
  override readonly name = 'RunCrash';
  readonly folder: string;
  constructor(folder: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.folder = folder;
  }
}

interface RunResult {
  readonly folder: string;
  readonly ending: 'complete' | 'stopped';
  readonly verdict: VerdictRecord;
}

/** Runs a test and judges it. `stop` ends the load, `abort` everything; either way the nemeses heal and
 * the ensemble is removed before this settles.
 * @throws RunCrash */
export async function runTest(request: RunRequest, interrupts: Interrupts): Promise<RunResult> {
  const { folder, observer } = request;
  const log = runLog(join(folder, FILES.log), request.log);
  try {
    const ending = await runAndRecord({ ...request, log }, interrupts);
    observer?.onPhase('checking');
    return { folder, ending, verdict: await request.check(folder) };
  } finally {
    log.close();
  }
}

/** Leaves test.json saying how the run ended. */
async function runAndRecord(
  request: RunRequest,
  interrupts: Interrupts,
): Promise<RunResult['ending']> {
  const { folder, log } = request;
  const remarks: Remarks = { troubles: [], doubts: [] };
  /** Shares the remarks, so that each time it is stored it has those made so far. */
  let test: TestRecord = { ...recordOf(request), ...remarks };
  const store: Store = async change => {
    test = { ...test, ...change };
    await writeRecord(folder, { test });
  };
  await store({});
  try {
    await live(request, { remarks, interrupts, store });
    await writeEdn(folder, request.plan.compress);
    const ending = interrupts.stop.aborted ? 'stopped' : 'complete';
    await store({ ending });
    return ending;
  } catch (error) {
    log.warn('the run crashed', { error: error instanceof Error ? error.stack : String(error) });
    await store({ ending: 'crashed', crash: String(error) });
    throw new RunCrash(folder, error);
  }
}

/** Changes test.json. */
type Store = (change: Partial<TestRecord>) => Promise<void>;

interface Living {
  readonly remarks: Remarks;
  readonly interrupts: Interrupts;
  readonly store: Store;
}

async function live(request: RunRequest, { remarks, interrupts, store }: Living): Promise<void> {
  const { plan, target, clock, log, folder, observer, workload } = request;
  const { server, serverConfig = [], nodes, observers, leaveRunning } = plan;
  const { reconfigures: reconfigurable = false } = workload;
  const size = { voters: nodes, observers };
  const { faults = [] } = request;
  const changesMembers = faults.includes('membership');
  const wishes = { reconfigurable: reconfigurable || changesMembers, faults, config: serverConfig };
  const spec = { runId: runIdOf(clock), server, ...size, ...wishes };
  const nodesFolder = join(folder, FILES.nodes);
  observer?.onPhase('starting');
  const use = async (ensemble: Ensemble): Promise<void> => {
    const controls = threadControls(plan.concurrency);
    const members = new MembersControl(ensemble.nodes.map(({ name }) => name));
    const options = {
      ...nemesisOptions(request, ensemble, controls),
      ...(changesMembers && { members }),
    };
    const nemeses = nemesesOf(request, options);
    const parts = scriptOf(request, nemeses, options);
    const declared = nemeses.map(({ name, operations }) => ({ name, operations }));
    await store({ ensemble: ensemble.facts, nemeses: declared });
    const means = {
      ensemble,
      nemeses,
      controls,
      members,
      remarks,
      ...(parts !== undefined && { parts }),
    };
    await load({ ...request, ...means }, interrupts);
    observer?.onPhase('removing');
  };
  const { troubles } = remarks;
  const options = { target, spec, clock, log, nodesFolder, leaveRunning, troubles };
  await withEnsemble(options, use, interrupts);
}

function recordOf({
  plan,
  workload,
  versions,
  clock,
}: RunRequest): Omit<TestRecord, keyof Remarks> {
  const { name, claim, source, promised, checkers, skipped = [] } = workload;
  return {
    schema: 1,
    plan,
    ending: 'running',
    startedAt: new Date(clock.wallMs()).toISOString(),
    versions,
    ensemble: {},
    workload: {
      name,
      claim,
      source,
      ...(promised === false && { promised }),
      checkers: checkers.map(checker => ({ name: checker.name, perKey: checker.perKey })),
      ...(skipped.length > 0 && { skipped }),
    },
    nemeses: [],
  };
}

function nemesesOf({ plan, nemeses, random }: RunRequest, options: NemesisOptions): Nemesis[] {
  return nemeses.map((make, at) =>
    make({ ...options, random: random.stream(`nemesis ${plan.nemeses[at]}`) }),
  );
}

function nemesisOptions(
  { plan, clock, random, log }: RunRequest,
  ensemble: Ensemble,
  controls: readonly ThreadControl[],
): NemesisOptions {
  const { nodes, survivors, nemesisIntervalMs } = plan;
  return {
    ...(survivors === 'majority' && { atMost: strikable(nodes) }),
    ensemble,
    clients: controls,
    intervalMs: nemesisIntervalMs,
    random,
    clock,
    log,
  };
}

/** The parts of the plan's schedule; undefined where it has none. Each step draws from a stream of its own. */
function scriptOf(
  { schedule, random }: RunRequest,
  nemeses: readonly Nemesis[],
  options: NemesisOptions,
): readonly ScriptPart[] | undefined {
  if (schedule === undefined) return undefined;
  const parts = partsOf(schedule.steps, {
    nemeses,
    aimed: (text, step) =>
      schedule.aimed(text)({ ...options, random: random.stream(`step ${step}`) }),
  });
  requireSight(conditionsOf(parts), options.ensemble);
  return parts;
}

/** Tells this run's things from those of every other run on the same engine. */
function runIdOf(clock: Clock): string {
  return `${clock.wallMs().toString(36)}-${process.pid.toString(36)}`;
}
