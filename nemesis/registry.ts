/** All nemeses: the command line's help and validation, `list` and the docs read this. */
import { client } from './client.ts';
import { clock } from './clock.ts';
import type { NemesisEntry } from './entry.ts';
import { kill } from './kill.ts';
import { none } from './none.ts';
import { partition } from './partition.ts';
import { pause } from './pause.ts';
import { power } from './power.ts';
import { quiet } from './quiet.ts';
import { restart } from './restart.ts';
import { rollingRestart } from './rolling-restart.ts';
import { voters } from './voters.ts';

export const nemeses: readonly NemesisEntry[] = [
  none,
  partition,
  clock,
  kill,
  restart,
  rollingRestart,
  power,
  pause,
  client,
  quiet,
  voters,
];
