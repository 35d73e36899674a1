/** Requests that a server needs memory for: each is the length of a request of almost 1 MB, the most that a server
 *  accepts, and nothing more. The server makes room for the rest, and waits for it. They come from the node itself, so
 *  that the clients' share of its connections is not used up. A server closes a connection without a session after 10 s.
 *  Source: NIOServerCnxn.readLength and zookeeper.nio.sessionlessCnxnTimeout. */
import type Docker from 'dockerode';
import { PORTS } from '../member.ts';
import { within } from '../within.ts';

/** maxClientCnxns is 60. */
const MOST = 50;
/** One connection a line; all are closed when the input ends. 0xffff0 is below jute.maxbuffer, 0xfffff. */
const SCRIPT =
  'while read -r _; do { exec {fd}<>"/dev/tcp/127.0.0.1/$1" && printf "\\0\\17\\377\\360" >&"$fd"; } 2>/dev/null; done';

export interface Ballast {
  /** Sends another request. Returns false where as many as may be were sent. */
  add(): boolean;
  end(): void;
}

export async function ballastOf(sidecar: Docker.Container, signal: AbortSignal): Promise<Ballast> {
  const Cmd = ['bash', '-c', SCRIPT, 'ballast', String(PORTS.client)];
  const exec = await within(signal, sidecar.exec({ Cmd, AttachStdin: true }));
  const stream = await within(signal, exec.start({ hijack: true, stdin: true }));
  stream.on('error', () => {}).resume();
  let sent = 0;
  return {
    add: () => {
      if (sent === MOST) return false;
      stream.write('\n');
      return ++sent > 0;
    },
    end: () => void stream.end(),
  };
}
