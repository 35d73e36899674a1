/** The version of this package, from its manifest. */
import { existsSync, readFileSync } from 'node:fs';

/** `0.1.0`; the manifest is two folders up from src/cli/, three from dist/src/cli/. */
export function packageVersion(): string {
  const path = ['../../package.json', '../../../package.json']
    .map(relative => new URL(relative, import.meta.url))
    .find(existsSync);
  const manifest: unknown = path && JSON.parse(readFileSync(path, 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest))
    throw new Error('package.json: expected a version, found none');
  return String(manifest.version);
}
