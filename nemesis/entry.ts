/** What a nemesis is listed by. */
import type { FaultKind, Nemesis, NemesisOptions } from '../src/contract.ts';

export interface NemesisEntry {
  readonly name: string;
  /** One sentence for users. */
  readonly doc: string;
  /** What the target must be able to do. */
  readonly faults: readonly FaultKind[];
  create(options: NemesisOptions): Nemesis;
}
