/** Removes what earlier builds left at the paths given, so that a package holds nothing of files that are
 *  gone. Plain Node: it runs before anything is built. */
import { rmSync } from 'node:fs';
import { ROOT } from './checkout.mjs';

for (const path of process.argv.slice(2))
  rmSync(`${ROOT}/${path}`, { recursive: true, force: true });
