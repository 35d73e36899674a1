/** Takes files out of the folder of a run, and out of its manifest: what stays is still held against the
 *  sha256 that it was stored with. */
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST_FILE, type Manifest } from './manifest.ts';

export async function dropFiles(folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(join(folder, path), { force: true });
  await rewriteManifest(folder);
}

/** Only of files that are there. */
async function rewriteManifest(folder: string): Promise<void> {
  const path = join(folder, MANIFEST_FILE);
  if (!existsSync(path)) return;
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  const files = manifest.files.filter(file => existsSync(join(folder, file.path)));
  await writeFile(path, `${JSON.stringify({ ...manifest, files }, null, 2)}\n`);
}
