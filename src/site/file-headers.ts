/** How a file of a run is sent: what may run stays in a box of its own, the rest is plain text. */
import { basename, extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Scripts of a report run without an origin, so that a stored page can ask this server for nothing. */
const BOX = 'sandbox allow-scripts allow-downloads allow-popups';

export function headersOf(path: string): Record<string, string> {
  const type = TYPES[extname(path)];
  return {
    'Content-Type': type ?? 'text/plain; charset=utf-8',
    'Content-Security-Policy': type === undefined ? "default-src 'none'; sandbox" : BOX,
    'Content-Disposition': `inline; filename="${basename(path).replaceAll(/[^\w.+-]/g, '_')}"`,
    'X-Content-Type-Options': 'nosniff',
  };
}
