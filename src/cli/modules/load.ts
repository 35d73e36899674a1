/** The one loader of files of the user's own, in TypeScript or JavaScript. What they import from `zoobreak`
 *  and its doors is this package as it runs, wherever the file lies and whatever is installed beside it. */
import { access } from 'node:fs/promises';
import type { Jiti } from 'jiti';
import { UsageError } from '../exit.ts';

/** Returns the default export of the file at `path`; errors call the file `shown`.
 * @throws UsageError where there is no such file, it cannot be loaded, or it has no default export. */
export async function defaultExport(path: string, shown: string): Promise<unknown> {
  await access(path).catch((cause: unknown) => {
    throw new UsageError(`${shown}: expected a file, found nothing at ${path}.`, { cause });
  });
  const exported = await load(path, shown);
  if (typeof exported === 'object' && exported !== null && 'default' in exported)
    return exported.default;
  throw new UsageError(`${shown}: expected a default export, found none. Add \`export default\`.`);
}

async function load(path: string, shown: string): Promise<unknown> {
  const jiti = await loader();
  try {
    return await jiti.import(path);
  } catch (cause) {
    throw new UsageError(`${shown}: cannot be loaded: ${oneLine(cause)}`, { cause });
  }
}

let opened: Promise<Jiti> | undefined;

function loader(): Promise<Jiti> {
  opened ??= openLoader();
  return opened;
}

async function openLoader(): Promise<Jiti> {
  const [{ createJiti }, main, workload, nemesis, client] = await Promise.all([
    import('jiti'),
    import('../../index.ts'),
    import('../../workload.ts'),
    import('../../nemesis.ts'),
    import('../../client.ts'),
  ]);
  return createJiti(import.meta.url, {
    interopDefault: false,
    virtualModules: {
      zoobreak: main,
      'zoobreak/workload': workload,
      'zoobreak/nemesis': nemesis,
      'zoobreak/client': client,
    },
  });
}

/** A syntax error says over several lines where it is. */
function oneLine(cause: unknown): string {
  return String(cause).replaceAll(/\s+/g, ' ').trim();
}
