/** The leader's end of the connection to one learner. */
import type { NodeName } from '../../contract.ts';
import { INIT_TICKS, SYNC_TICKS } from './membership.ts';
import type { FromLeader, FromLearner } from './messages.ts';
import type { End } from './stream.ts';

/** What a learner said of its history. */
export interface History {
  readonly currentEpoch: number;
  readonly lastZxid: number;
  readonly snapshotZxid: number;
}

/** The progress of a learner: before it receives the history, while it takes the history in, and in step. */
type Progress = 'joining' | 'synchronising' | 'inStep';

export class LearnerLink {
  readonly #end: End<FromLeader, FromLearner>;
  node: NodeName | undefined;
  history: History | undefined;
  progress: Progress = 'joining';
  #silentTicks = 0;

  constructor(end: End<FromLeader, FromLearner>) {
    this.#end = end;
  }

  send(message: FromLeader): void {
    this.#end.send(message);
  }

  close(): void {
    this.#end.close();
  }

  heard(): void {
    this.#silentTicks = 0;
  }

  /** One more tick without a word; false once it was silent for too long. */
  tick(): boolean {
    this.#silentTicks++;
    return this.#silentTicks <= (this.progress === 'inStep' ? SYNC_TICKS : INIT_TICKS);
  }
}
