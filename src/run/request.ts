/** What a run is made of. */
import type { Clock } from '../clock.ts';
import type {
  ChangeMembers,
  ClientPlace,
  Ensemble,
  FaultKind,
  Nemesis,
  NemesisOptions,
  NodeName,
  Role,
  Target,
  Workload,
} from '../contract.ts';
import type { Event } from '../history/event.ts';
import type { Log } from '../log.ts';
import type { Random } from '../random.ts';
import type { TestPlan } from '../store/records/plan.ts';
import type { VerdictRecord } from '../store/results.ts';
import type { ScheduleStep } from '../store/schedule.ts';
import type { MembersControl } from './members-control.ts';
import type { ScriptPart } from './schedule/script.ts';
import type { ThreadControl } from './thread-control.ts';

/** `load` includes the faults; `final` heals and does the final operations. */
type Phase = 'starting' | 'setup' | 'load' | 'final' | 'removing' | 'checking';

/** Looks on while the run goes. */
export interface RunObserver {
  onPhase(phase: Phase): void;
  /** Every event, as it is recorded. */
  onEvent(event: Event): void;
  onRoles(roles: ReadonlyMap<NodeName, Role>): void;
}

export interface RunRequest {
  readonly plan: TestPlan;
  readonly workload: Workload;
  /** One for each name of the plan; called once the ensemble serves. */
  readonly nemeses: readonly ((options: NemesisOptions) => Nemesis)[];
  /** What the nemeses may inject. Default: nothing that a target prepares for. */
  readonly faults?: readonly FaultKind[];
  /** The schedule of the plan, if it has one; `aimed` makes the nemesis of a text such as `kill:leader`. */
  readonly schedule?: {
    readonly steps: readonly ScheduleStep[];
    readonly aimed: (text: string) => (options: NemesisOptions) => Nemesis;
  };
  readonly target: Target;
  readonly clock: Clock;
  readonly random: Random;
  /** The new folder of this run: createRunFolder makes it. */
  readonly folder: string;
  /** For people; everything also goes to zoobreak.log of the folder. */
  readonly log: Log;
  /** Stored with the results: zoobreak, node, ... */
  readonly versions: Readonly<Record<string, string>>;
  readonly observer?: RunObserver;
  /** Reads what each server holds, once all is healed and the workload has finished. Only the trace records it. */
  readonly lastLook: (place: ClientPlace, signal: AbortSignal) => Promise<void>;
  /** Asks for a reconfiguration: changeMembers. */
  readonly changeMembers: ChangeMembers;
  /** Judges the stored run: checkStored. */
  readonly check: (folder: string) => Promise<VerdictRecord>;
}

/** Ctrl-C: the first, and the second. */
export interface Interrupts {
  /** Ends the load; healing, final operations and the verdict follow. */
  readonly stop: AbortSignal;
  /** Ends everything but healing and removing. */
  readonly abort: AbortSignal;
}

/** What is said of a run, one sentence each, collected as it goes. */
export interface Remarks {
  /** What did not go as it should. */
  readonly troubles: string[];
  /** Why the run shows less than it should: each makes it unknown. */
  readonly doubts: string[];
}

/** A run on its ensemble. */
export interface LoadRequest extends Omit<RunRequest, 'nemeses' | 'schedule'> {
  readonly ensemble: Ensemble;
  readonly nemeses: readonly Nemesis[];
  /** What the plan's schedule does; absent where it has none. */
  readonly parts?: readonly ScriptPart[];
  /** The controls of each client thread. */
  readonly controls: readonly ThreadControl[];
  readonly members: MembersControl;
  readonly remarks: Remarks;
}
