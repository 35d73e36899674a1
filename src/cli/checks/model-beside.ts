/** The model of a history file that lies in the folder of a run. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { models } from '../../model/index.ts';
import { FILES, readTest } from '../../store/results.ts';

const LINEARIZABLE = 'linearizable ';

/** The name of the model that the run's workload is held against; undefined where the file is in no folder of a run,
 *  or the workload has no such checker.
 * @throws StoreError where test.json is not as its schema says. */
export async function modelBeside(path: string): Promise<string | undefined> {
  const folder = dirname(path);
  if (!existsSync(join(folder, FILES.test))) return undefined;
  const { workload } = await readTest(folder);
  const names = workload.checkers
    .filter(({ name }) => name.startsWith(LINEARIZABLE))
    .map(({ name }) => name.slice(LINEARIZABLE.length));
  return names.find(name => models.some(model => model.name === name));
}
