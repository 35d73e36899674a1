/** What a command prints that runs in a server's container. */
import type Docker from 'dockerode';
import { within } from '../within.ts';
import { unframed } from './server-log.ts';

/** How long a command may take. */
const LIMIT_MS = 5_000;

/** Returns standard output and error of a command; empty where the container runs no command now, as while it is
 *  paused or dead, or where the command takes too long. */
export async function outputOf(
  container: Docker.Container,
  command: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    return await within(AbortSignal.any([signal, limit]), printed(container, command));
  } catch (error) {
    if (limit.aborted || isRefusal(error)) return '';
    throw error;
  }
}

async function printed(container: Docker.Container, command: readonly string[]): Promise<string> {
  const Cmd = [...command];
  const exec = await container.exec({ Cmd, AttachStdout: true, AttachStderr: true });
  const parts: Buffer[] = [];
  for await (const part of await exec.start({})) parts.push(Buffer.from(part));
  return unframed(Buffer.concat(parts)).toString();
}

/** 404 and 409: the container is gone, stopped or paused. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error && 'statusCode' in error && [404, 409].includes(Number(error.statusCode))
  );
}
