/** The schedules of the track record: files of the folder schedules/ of the package. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Returns the path of a schedule, seen from src/ and from dist/src/. @throws Error if there is none. */
export function scheduleFile(name: string): string {
  const found = ['../../../schedules', '../../../../schedules']
    .map(folder => fileURLToPath(new URL(`${folder}/${name}`, import.meta.url)))
    .find(path => existsSync(path));
  if (found === undefined)
    throw new Error(`schedules/${name}: expected beside src/, found nothing`);
  return found;
}
