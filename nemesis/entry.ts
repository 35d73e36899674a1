/** What a nemesis is listed by. */
import type { Aim, FaultKind, Nemesis, NemesisOptions, Parameter } from '../src/contract.ts';

export interface NemesisEntry {
  readonly name: string;
  /** One sentence for users. */
  readonly doc: string;
  /** What the target must be able to do. */
  readonly faults: readonly FaultKind[];
  /** The package that includes it. Default: none. */
  readonly package?: Package;
  /** What `--nemesis NAME:...` may set. Default: nothing. */
  readonly takes?: readonly Parameter[];
  /** Whether each of its faults costs the quorum, so that it is refused where a majority is to survive. */
  readonly costsMajority?: true;
  /** Says what is wrong with parameters that do not fit each other; undefined where they do. */
  refuses?(aim: Aim): Refusal | undefined;
  create(options: NemesisOptions): Nemesis;
}

/** Names that stand for all nemeses of a kind that a target can do; `all` stands for those of every package. */
export const PACKAGES = ['network', 'process', 'disk', 'time'] as const;
export type Package = (typeof PACKAGES)[number];

/** Completes "expected ..., found ...". */
export interface Refusal {
  readonly expected: string;
  readonly found: string;
  /** What the found text may have been meant as. */
  readonly allowed?: readonly string[];
}
