/** Loads a user's model: `--model ./my-model.ts`, a file whose default export is a Model, or a function from
 * the state of `--initial` to a Model. */
import { basename, extname, resolve } from 'node:path';
import { HistoryError } from '../../history/history-error.ts';
import { canonical } from '../../model/canonical.ts';
import { type Model, UnknownOperation } from '../../model/index.ts';
import { UsageError } from '../exit.ts';
import { defaultExport } from '../modules/load.ts';

/** A model; its name defaults to the file's. */
type FoundModel = Omit<Model<unknown>, 'name'> & { readonly name?: string };

/** Returns the model in a file. @throws UsageError if the file is missing, cannot be loaded, or exports no
 * model. */
export async function modelOfFile(
  folder: string,
  name: string,
  initial: unknown,
): Promise<Model<unknown>> {
  const exported = await defaultExport(resolve(folder, name), `--model ${name}`);
  const found: unknown = typeof exported === 'function' ? exported(initial) : exported;
  if (isModel(found))
    return {
      ...found,
      name: found.name ?? basename(name, extname(name)),
      step: guarded(found, name),
    };
  throw new UsageError(
    `--model ${name}: expected its default export to be a model, an object with init and ` +
      'step(state, op), or a function that returns one.',
  );
}

/** Tests whether the state's JSON text distinguishes it from every other state. */
function isPlain(state: unknown): state is object | undefined {
  if (typeof state !== 'object' || state === null) return true;
  const kind: unknown = Object.getPrototypeOf(state);
  return [null, Object.prototype, Array.prototype, Map.prototype, Set.prototype].includes(
    kind as object,
  );
}

/** Returns the model's step, with errors that name the model. */
function guarded(model: FoundModel, name: string): Model<unknown>['step'] {
  return (state, op) => {
    const before = canonical(state);
    let next: unknown;
    try {
      next = model.step(state, op);
    } catch (cause) {
      if (cause instanceof HistoryError || cause instanceof UnknownOperation) throw cause;
      throw new UsageError(`--model ${name}: its step threw at ${op.f}: ${String(cause)}`, {
        cause,
      });
    }
    if (canonical(state) !== before)
      throw new UsageError(
        `--model ${name}: expected its step to return a new state, found that it changed the one given, at ${op.f}.`,
      );
    if (model.key === undefined && !isPlain(next))
      throw new UsageError(
        `--model ${name}: expected states as plain data, Maps or Sets, or a key(state) that tells them apart, found a ${next?.constructor.name}.`,
      );
    return next;
  };
}

function isModel(found: unknown): found is FoundModel {
  if (typeof found !== 'object' || found === null) return false;
  return 'init' in found && 'step' in found && typeof found.step === 'function';
}
