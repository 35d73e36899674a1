/** All targets: validation, `list` and the docs read this. */
import type { Clock } from '../clock.ts';
import type { Target } from '../contract.ts';
import { dockerTarget } from '../ensemble/docker/target.ts';
import type { Log } from '../log.ts';

export interface TargetEntry {
  readonly name: string;
  /** One sentence for users. */
  readonly doc: string;
  /** What to do where it is not available. */
  readonly remedy: string;
  open(options: { readonly log: Log; readonly clock: Clock }): Target;
}

export const targets: readonly TargetEntry[] = [
  {
    name: 'docker',
    doc: 'containers of a Docker engine: the local one, or that of DOCKER_HOST',
    remedy:
      '`npm start` provisions an engine and the images; `npx zoobreak doctor` says what is missing.',
    open: dockerTarget,
  },
];
