/** Makes the image of a release, on the engine. */
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { z } from 'zod';
import { within } from '../../within.ts';
import { progressOf } from '../image.ts';
import { type Jar, type Recipe, withoutLogging } from './recipe.ts';

const step = z.object({ error: z.string().optional() });

/** @throws {Error} with what the engine said. */
export async function makeImage(
  docker: Docker,
  { image, dockerfile }: Recipe,
  { jars, signal }: { readonly jars: readonly Jar[]; readonly signal: AbortSignal },
): Promise<void> {
  const context = pack();
  context.entry({ name: 'Dockerfile' }, dockerfile);
  for (const { name, bytes } of withoutLogging(jars))
    context.entry({ name: `jars/${name}`, mtime: new Date(0) }, Buffer.from(bytes));
  context.finalize();
  const output = await within(
    signal,
    docker.buildImage(Readable.from(context), { t: image, forcerm: true }),
  );
  const steps = await progressOf(docker, output, signal);
  const { error } =
    steps.map(each => step.parse(each)).find(each => each.error !== undefined) ?? {};
  if (error !== undefined) throw new Error(`the engine could not make ${image}: ${error}`);
}
