/** Every way to decide linearizability against trying every order, on random small histories.
 *
 *   node dist/test/oracle/long-agreement.js                20,000 histories a way, of seed 1
 *   node dist/test/oracle/long-agreement.js 100000 7       100,000 of seed 7
 *
 * Of longer histories a tenth as many. Ends with code 1 where one is wrong or cannot tell. */
import { claims } from './agreement.ts';

function main(histories = '20000', seed = '1'): void {
  let total = 0;
  for (const { name, compare } of claims) {
    const { valid, invalid, abstained, wrong } = compare(Number(histories), Number(seed));
    const isFine = wrong === undefined && abstained === 0;
    total += valid + invalid;
    const counts = `valid ${valid}, invalid ${invalid}, could not tell ${abstained}`;
    process.stdout.write(`${name.padEnd(40)} ${counts}${isFine ? '' : '  WRONG'}\n`);
    if (wrong !== undefined) process.stdout.write(`expected ${wrong}\n`);
    if (!isFine) process.exitCode = 1;
  }
  process.stdout.write(`${total} histories\n`);
}

main(...process.argv.slice(2));
