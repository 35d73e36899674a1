/** Where the server of a host comes from: what is installed there, or an archive that we upload. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { INSTALLED } from './options.ts';

export type ServerSource =
  | { readonly kind: 'installed' }
  | {
      readonly kind: 'archive';
      readonly name: string;
      /** A gzipped tar. */
      readonly file: string;
      /** 16 hex digits over what is in it. */
      readonly hash: string;
      readonly sizeMb: number;
    };

/** Opens the source and gives it to `use`; a folder is packed for as long as that lasts.
 * @throws {RangeError} where `server` is neither `installed` nor an archive or a folder. */
export async function withSource<T>(
  server: string,
  use: (source: ServerSource) => Promise<T>,
): Promise<T> {
  if (server === INSTALLED) return use({ kind: 'installed' });
  const path = resolve(server);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() && /\.(tar\.gz|tgz)$/.test(path)) return use(await archiveAt(path, path));
  if (!found?.isDirectory()) throw new RangeError(notAServer(server));
  const folder = await mkdtemp(join(tmpdir(), 'zoobreak-archive-'));
  try {
    const file = join(folder, 'server.tar.gz');
    await packFolder(path, file);
    return await use(await archiveAt(file, path));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function notAServer(server: string): string {
  return `--server: expected '${INSTALLED}', or a server to upload: an archive such as ./apache-zookeeper-3.9.3-bin.tar.gz or its folder, found '${server}'`;
}

async function archiveAt(file: string, path: string): Promise<ServerSource> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const { size } = await stat(file);
  return {
    kind: 'archive',
    name: basename(path),
    file,
    hash: hash.digest('hex').slice(0, 16),
    sizeMb: Math.ceil(size / 2 ** 20),
  };
}

/** The same files give the same bytes: names in order, no times and owners. */
async function packFolder(folder: string, file: string): Promise<void> {
  const archive = pack();
  const writing = pipeline(archive, createGzip(), createWriteStream(file));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  for (const path of files.sort()) {
    const { size, mode } = await stat(path);
    const entry = archive.entry({
      name: path.slice(folder.length + 1),
      size,
      mode,
      mtime: new Date(0),
    });
    await pipeline(createReadStream(path), entry);
  }
  archive.finalize();
  await writing;
}
