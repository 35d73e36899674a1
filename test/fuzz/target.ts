/** What a reader that is fuzzed is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  /** Reads the bytes, or refuses them. `folder` is empty, and of nobody else. */
  readonly read: (bytes: Buffer, folder: string) => Promise<unknown> | unknown;
  /** Whether an error says that the input is wrong. Any other is a crash. */
  readonly isRefusal: (error: unknown) => boolean;
}

export const refusals =
  (...classes: readonly (new (...args: never[]) => Error)[]) =>
  (error: unknown): boolean =>
    classes.some(each => error instanceof each);

export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value, null, 1));
export function stored(folder: string, name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Gives `use` an empty folder for the files of one target. */
export async function inScratch(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'zoobreak-fuzz-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
