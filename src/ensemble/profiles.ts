/** All profiles of compatible servers that ship, by name for `--profile`. What is neither listed here nor a file of
 *  the user's own is configured as the official ZooKeeper image: profile.ts. */
import type { ProfileEntry } from './profile-entry.ts';

export const profiles: readonly ProfileEntry[] = [];
