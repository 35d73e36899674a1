/** Everything that a run in Docker needs beside this package: an engine and our images. */
import { ensureEngine } from './engine.ts';
import { ensureImages } from './images.ts';
import type { Say } from './say.ts';

/** @throws {Error} that says what is missing and how to get it. */
export async function provision(say: Say): Promise<void> {
  await ensureEngine(say);
  await ensureImages(say);
}
