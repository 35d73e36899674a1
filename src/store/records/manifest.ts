/** manifest.json: the sha256 of every file of a run's folder, beside what the run was. */
import { z } from 'zod';
import { type Stored, texts, valid } from './parts.ts';
import { plan } from './plan.ts';

const file = z.object({
  path: z
    .string()
    .regex(
      /^(?!\.{1,2}(\/|$))[^/\\\0]+(\/(?!\.{1,2}(\/|$))[^/\\\0]+)*$/,
      'expected a path inside the folder',
    )
    .describe('inside the folder, with `/` between names'),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const manifest = z.object({
  schema: z.literal(1).describe('the version of the whole folder'),
  run: z.string().describe('<workload>-<nemesis>-<target>'),
  valid,
  seed: z.int(),
  plan,
  versions: texts,
  ensemble: texts.describe('facts reported by the ensemble, such as the digest of its image'),
  files: z.array(file).describe('sorted by path'),
});

export type Manifest = Stored<z.infer<typeof manifest>>;
export type ManifestFile = Manifest['files'][number];
export const manifestSchema: z.ZodType<Manifest> = manifest;
