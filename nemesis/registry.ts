/** All nemeses: the command line's help and validation, `list` and the docs read this. */
import { churn } from './churn.ts';
import { client } from './client.ts';
import { clock } from './clock.ts';
import { corrupt } from './corrupt.ts';
import { cpu } from './cpu.ts';
import { crashLoop } from './crash-loop.ts';
import { diskError } from './disk-error.ts';
import { diskFull } from './disk-full.ts';
import { duplicate } from './duplicate.ts';
import type { NemesisEntry } from './entry.ts';
import { flap } from './flap.ts';
import { freezeThenKill } from './freeze-then-kill.ts';
import { hold } from './hold.ts';
import { kill } from './kill.ts';
import { killOnEvent } from './kill-on-event.ts';
import { loss } from './loss.ts';
import { membership } from './membership.ts';
import { memory } from './memory.ts';
import { none } from './none.ts';
import { partition } from './partition.ts';
import { pause } from './pause.ts';
import { power } from './power.ts';
import { quiet } from './quiet.ts';
import { rate } from './rate.ts';
import { restart } from './restart.ts';
import { restore } from './restore.ts';
import { rollingRestart } from './rolling-restart.ts';
import { slow } from './slow.ts';
import { slowDisk } from './slow-disk.ts';
import { upgrade } from './upgrade.ts';
import { voters } from './voters.ts';
import { wipe } from './wipe.ts';

export const nemeses: readonly NemesisEntry[] = [
  none,
  partition,
  clock,
  kill,
  churn,
  restart,
  rollingRestart,
  power,
  diskFull,
  diskError,
  slowDisk,
  corrupt,
  wipe,
  restore,
  pause,
  cpu,
  memory,
  crashLoop,
  freezeThenKill,
  killOnEvent,
  client,
  quiet,
  membership,
  voters,
  upgrade,
  slow,
  loss,
  duplicate,
  rate,
  flap,
  hold,
];
