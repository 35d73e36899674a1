/** Files to and from a host, over SFTP. */
import type { SFTPWrapper } from 'ssh2';
import { within } from '../within.ts';
import type { Host } from './host.ts';
import { HostError } from './host-error.ts';

/** Copies a file of ours to a path of the host's. @throws {HostError} */
export function upload(host: Host, from: string, to: string, signal: AbortSignal): Promise<void> {
  return withSftp(host, `${from} -> ${to}`, signal, (sftp, done) => sftp.fastPut(from, to, done));
}

/** Writes a text to a path of the host's, for its user's eyes only. @throws {HostError} */
export function writeText(
  host: Host,
  to: string,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  return withSftp(host, to, signal, (sftp, done) =>
    sftp.writeFile(to, text, { mode: 0o600 }, done),
  );
}

/** Copies a file of the host's to a path of ours. @throws {HostError} */
export function download(host: Host, from: string, to: string, signal: AbortSignal): Promise<void> {
  return withSftp(host, `${from} -> ${to}`, signal, (sftp, done) => sftp.fastGet(from, to, done));
}

type Done = (error?: Error | null) => void;

async function withSftp(
  host: Host,
  what: string,
  signal: AbortSignal,
  act: (sftp: SFTPWrapper, done: Done) => void,
): Promise<void> {
  const sftp = await host.sftp(signal);
  try {
    const done = new Promise<void>((resolve, reject) => {
      sftp.once('close', () => reject(new Error('the connection was lost')));
      act(sftp, error => (error ? reject(error) : resolve()));
    });
    await within(signal, done);
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new HostError(host.name, `copying ${what} failed: ${why}`, error);
  } finally {
    sftp.end();
  }
}
