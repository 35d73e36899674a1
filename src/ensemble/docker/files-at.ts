/** Files of a container, running or not. */
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { isMissing } from './engine.ts';

/** The files of a path in a container, by their base names; none where the path is not there. */
export async function filesAt(
  container: Docker.Container,
  path: string,
): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  try {
    const archive = (await container.getArchive({ path })).pipe(extract());
    for await (const entry of archive) {
      const bytes = await buffer(entry);
      if (entry.header.type === 'file') files.set(entry.header.name.replace(/^.*\//, ''), bytes);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return files;
}
