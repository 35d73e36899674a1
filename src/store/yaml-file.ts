/** Files in YAML or JSON that users write. */
import { open } from 'node:fs/promises';
import { missing, notYaml, unreadable } from './store-error.ts';

/** A longer file is none that anybody has written. */
const MOST_BYTES = 1 << 20;

/** Reads YAML, of which JSON is a part, not yet compared with a schema. `remedy`: for errors.
 * @throws StoreError where the file is missing, too long, or no YAML. */
export async function readYaml(path: string, remedy: string): Promise<unknown> {
  const text = await textIn(path);
  const { parse } = await import('yaml');
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'error', schema: 'core' });
  } catch (cause) {
    throw notYaml(path, { cause, remedy });
  }
}

async function textIn(path: string): Promise<string> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT' ? missing(path) : unreadable(path, cause);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES} bytes`);
    return await file.readFile('utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}
