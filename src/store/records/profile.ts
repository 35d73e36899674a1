/** profile.yaml: a file that a user writes for `--profile`, which says how a compatible server is had, configured and
 *  judged. docs/profiles.md is the guide. */
import { z } from 'zod';
import { type Stored, texts } from './parts.ts';

const NAME = /^[A-Za-z0-9][\w.-]*$/;
const FAULTS = [
  ...(['partition', 'partition-quorum-ports', 'partition-client-ports', 'clock'] as const),
  ...(['kill', 'stop', 'pause', 'power', 'disk', 'files', 'cpu', 'memory'] as const),
  ...(['upgrade', 'membership', 'slow', 'loss', 'duplicate', 'rate', 'flap', 'hold'] as const),
] as const;

const text = z.string().min(1);
const command = z.array(text).min(1);
const path = z.string().regex(/^\/./);
const ms = z.int().positive();

const profile = z
  .strictObject({
    schema: z.literal(1),
    name: z.string().regex(NAME).describe('for lists and names of folders'),
    doc: text.describe('one sentence'),
    image: text.exactOptional().describe('the image with its tag'),
    archive: text.exactOptional().describe('instead of an image: a binary release of ZooKeeper'),
    command: command.exactOptional().describe("templates; absent: the image's own command"),
    environment: texts
      .exactOptional()
      .describe('templates by variable; absent: that of the official ZooKeeper image'),
    files: z
      .record(path, text)
      .exactOptional()
      .describe('templates by their absolute paths in the container'),
    configPath: path.exactOptional().describe('the configuration, stored with the results'),
    readiness: z.enum(['srvr', 'client']).exactOptional().describe('how it is found ready'),
    role: z
      .union([z.enum(['srvr', 'none']), z.strictObject({ command })], {
        error: 'expected srvr, none or {command: [...]}',
      })
      .exactOptional()
      .describe('how its role is read'),
    limits: z
      .strictObject({
        tickMs: ms.exactOptional(),
        containerCheckMs: ms.exactOptional(),
        minSessionMs: ms.exactOptional(),
        maxSessionMs: ms.exactOptional(),
      })
      .exactOptional()
      .describe('its times, where they are not those of the ZooKeeper that zoobreak configures'),
    lacks: z
      .array(z.strictObject({ name: text, why: text }))
      .exactOptional()
      .describe('features that it has not'),
    cannot: z
      .array(z.strictObject({ fault: z.enum(FAULTS), why: text }))
      .exactOptional()
      .describe('faults that would show nothing of it'),
    linearizableReads: text
      .exactOptional()
      .describe('the source of its promise that plain reads are linearizable'),
  })
  .refine(({ image, archive }) => (image === undefined) !== (archive === undefined), {
    path: ['image'],
    error: 'expected an image or an archive, one of the two',
  })
  .describe('a server for --profile');

export type ProfileFile = Stored<z.infer<typeof profile>>;
export const profileSchema: z.ZodType<ProfileFile> = profile;

/** The fields of a profile. */
export const PROFILE_KEYS: readonly string[] = Object.keys(profile.shape);
