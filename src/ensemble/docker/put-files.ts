/** Files that a container has before it starts. */
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';

/** Puts texts at their absolute paths; folders that are not there are made. */
export async function putFiles(
  container: Docker.Container,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const texts = Object.entries(files);
  if (texts.length === 0) return;
  const archive = pack();
  for (const [path, text] of texts) archive.entry({ name: path.replace(/^\/+/, '') }, text);
  archive.finalize();
  await container.putArchive(await buffer(archive), { path: '/' });
}
