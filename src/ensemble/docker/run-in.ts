/** Runs a command in a container that runs. Resolves when the command has ended. */
import type Docker from 'dockerode';
import { within } from '../within.ts';

export async function runIn(
  container: Docker.Container,
  command: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const options = { Cmd: [...command], AttachStdout: true };
  const exec = await within(signal, container.exec(options));
  const output = await within(signal, exec.start({}));
  await within(signal, new Promise(resolve => output.resume().once('end', resolve)));
}
