/** The agent of a node in Docker: an exec in its sidecar. */
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { type Agent, agentOver } from '../agent.ts';
import { within } from '../within.ts';

/** Starts the agent in a running sidecar. */
export async function openAgent(
  docker: Docker,
  sidecar: Docker.Container,
  signal: AbortSignal,
): Promise<Agent> {
  const options = { Cmd: ['agent'], AttachStdin: true, AttachStdout: true, AttachStderr: true };
  const exec = await within(signal, sidecar.exec(options));
  const stream = await within(signal, exec.start({ hijack: true, stdin: true }));
  const output = new PassThrough();
  docker.modem.demuxStream(stream, output, new PassThrough().resume());
  return agentOver('the sidecar', stream, output);
}
