/** Finds checkers that `zoobreak check --checker` adds to those of a stored run. */
import { resolve } from 'node:path';
import type { Checker } from '../../contract.ts';
import { UsageError } from '../exit.ts';
import { didYouMean } from '../suggest.ts';
import { entriesAt } from './entries.ts';
import { isPath, split } from './reference.ts';
import { BUILT_IN } from './repertoire.ts';

interface Added {
  /** A name, or an absolute path. */
  readonly reference: string;
  readonly checker: Checker;
}

/** Returns the named checkers; paths are relative to `folder`. @throws UsageError if a reference is neither a
 * name nor a file that exports a checker. */
export async function addedCheckers(
  references: readonly string[],
  folder: string,
): Promise<readonly Added[]> {
  return (await Promise.all(references.map(each => checkersAt(each, folder)))).flat();
}

async function checkersAt(reference: string, folder: string): Promise<readonly Added[]> {
  if (!isPath(reference)) return [{ reference, checker: builtIn(reference) }];
  const checkers = await entriesAt('checker', reference, { folder, origin: '--checker' });
  const path = resolve(folder, split(reference).path);
  return checkers.map(checker => ({ reference: `${path}#${checker.name}`, checker }));
}

function builtIn(name: string): Checker {
  const found = BUILT_IN.checker.find(each => each.name === name);
  if (found !== undefined) return found;
  const names = BUILT_IN.checker.map(each => each.name);
  throw new UsageError(
    `--checker: expected one of ${names.join(', ')}, or the path of a file, found "${name}".${didYouMean(name, names)}`,
  );
}
