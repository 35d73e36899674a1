/** What a run that passed may do without: the logs, and what can be made again from its history. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeManifest } from './manifest.ts';
import { FILES } from './results.ts';

const SPARED: readonly string[] = [FILES.nodes, FILES.log, FILES.edn];

/** Keeps the plan, the history and the reports of the run at `folder`. */
export async function keepHistoryAndReports(folder: string): Promise<void> {
  for (const name of SPARED) await rm(join(folder, name), { recursive: true, force: true });
  await writeManifest(folder);
}
