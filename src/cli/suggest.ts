/** "Did you mean": finds the allowed word nearest to a typing error. */

/** Returns the nearest of `allowed` by edit distance, if near enough to be a typing error. */
export function nearest(found: string, allowed: readonly string[]): string | undefined {
  const ranked = allowed
    .map(word => ({ word, distance: editDistance(found.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, found.length * 0.4)
    ? best.word
    : undefined;
}

/** Returns ` Did you mean "x"?`, or nothing. */
export function didYouMean(found: string, allowed: readonly string[]): string {
  const word = nearest(found, allowed);
  return word === undefined ? '' : ` Did you mean "${word}"?`;
}

/** Levenshtein's distance: insertions, deletions and substitutions that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) row = nextRow(row, index + 1, letter, b);
  return row[b.length] ?? 0;
}

function nextRow(above: readonly number[], first: number, letter: string, b: string): number[] {
  const row = [first];
  for (let column = 1; column <= b.length; column++) {
    const substitute = at(above, column - 1) + (b[column - 1] === letter ? 0 : 1);
    row.push(Math.min(at(above, column) + 1, at(row, column - 1) + 1, substitute));
  }
  return row;
}

const at = (row: readonly number[], column: number): number => row[column] ?? 0;
