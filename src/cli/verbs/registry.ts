/** All verbs, in the order of `--help`. */
import type { VerbEntry } from '../verb.ts';
import { check } from './check.ts';
import { clean } from './clean.ts';
import { doctor } from './doctor.ts';
import { images } from './images.ts';
import { init } from './init.ts';
import { list } from './list.ts';
import { matrix } from './matrix.ts';
import { merge } from './merge.ts';
import { publish } from './publish.ts';
import { replay } from './replay.ts';
import { report } from './report.ts';
import { reproduce } from './reproduce.ts';
import { run } from './run.ts';
import { serve } from './serve.ts';
import { serveModel } from './serve-model.ts';
import { shrink } from './shrink.ts';

export const VERBS: readonly VerbEntry[] = [
  ...[run, matrix, merge, check, report, serve, publish],
  ...[reproduce, replay, shrink, list, init, doctor, images, clean, serveModel],
];
