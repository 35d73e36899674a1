/** `npm run fuzz -- [TARGET...] [--inputs N]`: every reader on a million inputs, or as many as are given.
 *  PROPERTY_SEED=<integer> draws the inputs of another seed; the seed and the path of a failure are printed. */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { KEPT } from './kept-anomaly.ts';
import { fuzz } from './readers.ts';
import { TARGETS } from './targets.ts';

const { values, positionals } = parseArgs({
  options: { inputs: { type: 'string', default: '1000000' } },
  allowPositionals: true,
});
const inputs = Number(values.inputs);
const all = [
  ...TARGETS.map(target => ({
    name: target.name,
    run: () => fuzz(target, { inputs, mostMs: 2000 }),
  })),
  ...KEPT.map(({ name, property }) => ({
    name,
    run: async () => fc.assert(property, { numRuns: inputs }),
  })),
];
const wanted = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (wanted.length === 0 || !Number.isInteger(inputs))
  throw new RangeError(
    `fuzz: expected names of ${all.map(({ name }) => name).join(', ')}, found ${positionals}`,
  );

const seed = Number(process.env.PROPERTY_SEED ?? Date.now() % 2 ** 31);
fc.configureGlobal({ seed });
console.log(`seed ${seed}, ${inputs} inputs each`);
for (const { name, run } of wanted) {
  const start = performance.now();
  await run();
  const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.log(`${name}: ${Math.round((performance.now() - start) / 1000)} s, ${rssMb} MB`);
}
