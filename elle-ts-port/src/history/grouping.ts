/** Groups rows by a number, in typed arrays. */

/** The rows of group g are items[start[g]] .. items[start[g + 1] - 1], ascending. */
export interface Grouping {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

/** Groups rows by the group of each; rows whose group is negative are left out. */
export function grouped(groupOf: Int32Array, groups: number): Grouping {
  const start = new Int32Array(groups + 1);
  for (const group of groupOf) {
    if (group >= 0) start[group + 1] = (start[group + 1] as number) + 1;
  }
  for (let g = 0; g < groups; g++) start[g + 1] = (start[g + 1] as number) + (start[g] as number);
  const next = start.slice();
  const items = new Int32Array(start[groups] as number);
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row] as number;
    if (group < 0) continue;
    const place = next[group] as number;
    next[group] = place + 1;
    items[place] = row;
  }
  return { start, items };
}

/** The rows of one group. */
export function group(grouping: Grouping, of: number): Int32Array {
  return grouping.items.subarray(grouping.start[of], grouping.start[of + 1]);
}
