/** Everything a run in Docker needs that is not in the repository: an engine and our images.
 *  Run by itself (`npm run images`) it provisions and exits. */
import { pathToFileURL } from 'node:url';
import { ensureEngine } from './engine.ts';
import { ensureImages } from './images.ts';
import type { Say } from './say.ts';

/** @throws {Error} that says what is missing and how to get it. */
export async function provision(say: Say): Promise<void> {
  await ensureEngine(say);
  await ensureImages(say);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await provision(line => process.stderr.write(`${line}\n`));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`provision: ${why}\n`);
    process.exitCode = 254;
  }
}
