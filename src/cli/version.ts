/** The version of this package, from its manifest. */
import { readFileSync } from 'node:fs';

/** `0.1.0` */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return '?';
  return String(manifest.version);
}
