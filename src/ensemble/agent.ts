/** The agent of a node: each request and each answer is one line, over a pair of streams that reach the node.
 * docker/images/tools/hands has the protocol. When this process dies its stream ends, and the agent heals the
 * node automatically. */
import { within } from './within.ts';

export interface Agent {
  /** The output of a verb. @throws {AgentError} where it failed or the agent is gone. */
  ask(signal: AbortSignal, verb: string, ...words: readonly (string | number)[]): Promise<string>;
}

/** The agent could not do what was asked. */
export class AgentError extends Error {
  override readonly name: string = 'AgentError';
}

/** The agent went away: whether what it was asked last was done is not known. */
export class AgentGone extends AgentError {
  override readonly name = 'AgentGone';
}

interface Pending {
  readonly verb: string;
  resolve(output: string): void;
  reject(error: Error): void;
}

/** The client side of the protocol over any pair of streams. `where`: for errors, `the sidecar`. */
export function agentOver(
  where: string,
  input: NodeJS.ReadWriteStream,
  output: NodeJS.ReadableStream,
): Agent {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let gone: AgentGone | undefined;
  const fail = (cause?: Error): void => {
    gone ??= new AgentGone(`the agent in ${where} is gone`, { cause });
    for (const { reject } of pending.values()) reject(gone);
    pending.clear();
  };
  input
    .on('error', fail)
    .on('end', () => fail())
    .on('close', () => fail());
  onLines(output, line => settle(pending, line));
  return {
    ask: (signal, verb, ...words) => {
      const id = ++lastId;
      const answer = new Promise<string>((resolve, reject) => {
        if (gone) return reject(gone);
        pending.set(id, { verb, resolve, reject });
        input.write(`${[id, verb, ...words].join(' ')}\n`);
      });
      return within(signal, answer).finally(() => pending.delete(id));
    },
  };
}

function onLines(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.on('data', (bytes: Buffer) => {
    const lines = (rest + bytes.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

/** An answer that nobody waits for any more is dropped. */
function settle(pending: ReadonlyMap<number, Pending>, line: string): void {
  const [id, status, base64 = ''] = line.split(' ');
  const request = pending.get(Number(id));
  const output = Buffer.from(base64, 'base64').toString();
  if (status === '0') request?.resolve(output);
  else request?.reject(new AgentError(`${request.verb}: ${output.trim() || `status ${status}`}`));
}
