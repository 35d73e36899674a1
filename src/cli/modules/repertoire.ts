/** The entries that a run may name: the built-in ones, and those in the user's own files. */
import { nemeses } from '../../../nemesis/registry.ts';
import { workloads } from '../../../workloads/registry.ts';
import { answered } from '../../checker/answered.ts';
import { linearizable } from '../../checker/linearizable/index.ts';
import { unknown } from '../../checker/verdict.ts';
import type { Budget, Checker, Verdict } from '../../contract.ts';
import { profiles } from '../../ensemble/profiles.ts';
import type { History } from '../../history/history.ts';
import { models, UnknownOperation } from '../../model/index.ts';
import type { StoredModule } from '../../store/modules.ts';
import { UsageError } from '../exit.ts';
import type { Entries } from './kinds.ts';

export type StoredKind = StoredModule['kind'];

/** Entries by their kinds. */
export type Repertoire = { readonly [K in StoredKind]: readonly Entries[K][] } & {
  /** The user's own entries, as a plan names them. */
  readonly modules: readonly StoredModule[];
  /** Their sources, by path inside modules/ of a run's folder. */
  readonly texts: ReadonlyMap<string, string>;
};

/** Models as checkers besides those of a workload: each requires the history to be linearizable by the model,
 * and returns unknown if the history has operations that the model lacks. */
const ofModels: readonly Checker[] = models.map(({ name, create }) => {
  const checker = linearizable(create(null));
  return { ...checker, name, check: (history, budget) => checkKnown(checker, history, budget) };
});

function checkKnown(checker: Checker, history: History, budget: Budget): Verdict {
  try {
    return checker.check(history, budget);
  } catch (error) {
    if (error instanceof UnknownOperation) return unknown(error.message);
    throw error;
  }
}

export const BUILT_IN: Repertoire = {
  workload: workloads,
  nemesis: nemeses,
  checker: [...ofModels, answered],
  profile: profiles,
  modules: [],
  texts: new Map(),
};

/** An entry in a user's own file. */
export interface OwnEntry<K extends StoredKind> {
  readonly entry: Entries[K];
  readonly module: StoredModule & { readonly kind: K };
  readonly texts: ReadonlyMap<string, string>;
}

/** Returns the repertoire with one more entry. @throws UsageError if another entry of its kind has its name. */
export function withEntry<K extends StoredKind>(
  repertoire: Repertoire,
  { entry, module, texts }: OwnEntry<K>,
): Repertoire {
  const { kind } = module;
  if (repertoire[kind].some(({ name }) => name === entry.name))
    throw new UsageError(
      `--${kind} ${module.path}: expected a name that no other ${kind} has, found ${entry.name}.`,
    );
  return {
    ...repertoire,
    [kind]: [...repertoire[kind], entry],
    modules: [...repertoire.modules, module],
    texts: new Map([...repertoire.texts, ...texts]),
  };
}
