/** What a server answers a client, before it is bytes. */
import type { JuteWriter } from '../../zookeeper/jute-writer.ts';
import { code } from './error-code.ts';

export interface Reply {
  readonly err: number;
  /** Nothing where there was an error. */
  readonly body: (to: JuteWriter) => void;
}

const nothing = (): void => {};

export function succeed(body: (to: JuteWriter) => void = nothing): Reply {
  return { err: code.ok, body };
}

export function fail(err: number): Reply {
  return { err, body: nothing };
}
