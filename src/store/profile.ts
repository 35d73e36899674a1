/** A profile in YAML or JSON, as users write it for `--profile`. */
import type { ProfileFile } from './records/profile.ts';
import { notAsWritten, PROFILE_HELP } from './store-error.ts';
import { readYaml } from './yaml-file.ts';

/** @throws StoreError naming the file and the field that is not as the schema says. */
export async function readProfile(path: string): Promise<ProfileFile> {
  const { profileSchema, PROFILE_KEYS } = await import('./records/profile.ts');
  const value = await readYaml(path, PROFILE_HELP);
  const result = profileSchema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  throw notAsWritten(path, { value, issues, keys: PROFILE_KEYS, remedy: PROFILE_HELP });
}
