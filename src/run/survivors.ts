/** Returns how many of the nodes faults may strike at once where a majority is to survive. */
export function strikable(nodes: number): number {
  return Math.floor((nodes - 1) / 2);
}
