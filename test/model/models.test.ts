import { expect, test } from 'vitest';
import { type Call, modelNamed, models, UnknownOperation } from '../../src/model/index.ts';
import { type Step, twins } from '../kit/model-twins.ts';

function call([f, process, input = null, ...output]: Step): Call {
  return { f, process, input, output: output[0], type: output.length === 0 ? 'info' : 'ok' };
}

/** Whether the operations are possible one after the other. */
function allows(name: string, initial: unknown, steps: readonly Step[]): boolean {
  const model = modelNamed(name, initial);
  let state: unknown = model.init;
  for (const step of steps) {
    state = model.step(state, call(step));
    if (state === undefined) return false;
  }
  return true;
}

test.each(twins)('%s: good twin possible, bad twin not', (name, initial, good, bad) => {
  expect(allows(name, initial, good)).toBe(true);
  expect(allows(name, initial, bad)).toBe(false);
});

test('every model has twins', () => {
  expect(new Set(twins.map(([name]) => name))).toEqual(new Set(models.map(({ name }) => name)));
});

test.each(models)(
  '$name: an operation it does not have is an error that names what it has',
  entry => {
    const model = entry.create(null);
    expect(() => model.step(model.init, call(['fly', 0]))).toThrow(UnknownOperation);
  },
);

test('a model that does not exist -> an error that names those that do', () => {
  expect(() => modelNamed('casregister')).toThrow(
    /expected one of register, cas-register.*found casregister/,
  );
});

test.each([
  [
    'cas-register',
    ['cas', 0, 3, null],
    'cas-register: expected a pair [old, next] as the value of cas, found 3',
  ],
  [
    'versioned-register',
    ['read', 0, null, 5],
    'expected [version, value] as the result of read, found 5',
  ],
] as const)('%s: a value of another shape is an error that shows it', (name, step, message) => {
  const model = modelNamed(name);
  expect(() => model.step(model.init, call(step))).toThrow(message);
});
