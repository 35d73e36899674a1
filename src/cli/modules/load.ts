/** Loads a user's own files, in TypeScript or JavaScript. Their imports from `zoobreak` and its doors resolve
 * to this running package, wherever the file is and regardless of what is installed beside it. */
import { access } from 'node:fs/promises';
import type { Jiti } from 'jiti';
import { UsageError } from '../exit.ts';

/** Returns the default export of the file at `path`; errors call the file `shown`. @throws UsageError if the
 * file is missing, cannot be loaded, or has no default export. */
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

/** Joins the lines of a syntax error's location. */
function oneLine(cause: unknown): string {
  return String(cause).replaceAll(/\s+/g, ' ').trim();
}
