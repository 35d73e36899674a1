/** The epochs on the disk of a node: small files that its sidecar shares with the server. */
import type Docker from 'dockerode';
import { within } from '../within.ts';
import { filesAt } from './files-at.ts';

const FOLDER = '/disk/data/version-2';
const NAMES = ['currentEpoch', 'acceptedEpoch'] as const;

/** Returns their texts by name; those that are not there, or being replaced, are left out. */
export async function epochsOf(
  sidecar: Docker.Container,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const read = NAMES.map(name => filesAt(sidecar, `${FOLDER}/${name}`));
  const found = await within(signal, Promise.all(read));
  return new Map(found.flatMap(files => [...files].map(([name, bytes]) => [name, `${bytes}`])));
}
