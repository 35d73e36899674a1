/** One server of a model ensemble as a process of its own: it lends the model's server the machine's clock, files and
 *  sockets. It runs until the process ends: a server writes nothing more when it is asked to end. */
import type { Clock } from '../../../clock.ts';
import type { Rules } from '../rules.ts';
import { Server } from '../server.ts';
import { FileDisk } from './file-disk.ts';
import type { Place } from './places.ts';
import { processHost } from './process-host.ts';
import { hearVotes, socketSwitchboard } from './sockets.ts';

export interface ProcessOptions {
  readonly self: Place;
  readonly places: readonly Place[];
  readonly clientPort: number;
  /** The folder of the server's files. */
  readonly data: string;
  readonly rules: Rules;
  readonly clock: Clock;
  /** A line of the server's log. */
  readonly say: (message: string) => void;
}

/** @throws {DamagedFile} where the files are not what a server wrote. */
export function serveModel({ data, clock, say, ...options }: ProcessOptions): void {
  const { self } = options;
  const server = new Server({
    switchboard: socketSwitchboard(options),
    machine: processHost(self.name, clock),
    disk: new FileDisk(data),
    answersWords: false,
    say,
  });
  hearVotes(self, vote => server.hear(vote));
}
