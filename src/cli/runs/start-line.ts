/** The first line of a run: it tells people, and a matrix that started it, where its results go. */

export function startLine(seed: number, folder: string): string {
  return `seed ${seed}, results in ${folder}`;
}

/** The folder in what a run said on stderr; undefined where it never began. */
export function folderIn(said: string): string | undefined {
  return /^seed -?\d+, results in (.+)$/m.exec(said)?.[1];
}
