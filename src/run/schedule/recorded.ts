/** The steps of a schedule that a run has done, from the events of its nemeses. */
import type { Nemesis } from '../../contract.ts';
import type { Event } from '../../history/event.ts';
import type { ScheduleStep } from '../../store/schedule.ts';
import { durationText } from './duration.ts';

type Declares = Pick<Nemesis, 'name' | 'operations'>;

/** Collects what nemeses do. */
export class RecordedSteps {
  readonly #nemeses: readonly Declares[];
  readonly #steps: ScheduleStep[] = [];

  constructor(nemeses: readonly Declares[]) {
    this.#nemeses = nemeses;
  }

  get steps(): readonly ScheduleStep[] {
    return this.#steps;
  }

  /** `event` is stamped: the completion says on what the operation acted. */
  event(event: Event): void {
    if (event.process !== 'nemesis') return;
    if (event.type === 'invoke') this.#begin(event);
    else this.#end(event);
  }

  #begin({ f, value, time }: Event): void {
    const at = durationText(time / 1e6);
    const heals = this.#nemeses.find(({ operations }) => operations.some(each => each.heal === f));
    if (heals !== undefined)
      this.#steps.push({ at, heal: heals.name, ...(healCount(heals) > 1 && { operation: f }) });
    const strikes = this.#nemeses.find(({ operations }) =>
      operations.some(each => each.strike === f),
    );
    if (strikes === undefined || heals !== undefined) return;
    const isOne = strikes.operations.length === 1;
    this.#steps.push({
      at,
      strike: strikes.name,
      ...(!isOne && { operation: f }),
      ...(value !== null && { value }),
    });
  }

  #end({ fault }: Event): void {
    const step = this.#steps.pop();
    if (step === undefined) return;
    const struck = fault?.on?.nodes ?? fault?.on?.threads;
    const isTold = step.strike !== undefined && struck !== undefined;
    this.#steps.push(isTold ? { ...step, struck: [...struck] } : step);
  }
}

function healCount({ operations }: Declares): number {
  return new Set(operations.flatMap(({ heal }) => heal ?? [])).size;
}
