/** Items that should each have a key of their own. */

/** Returns, for each item whose key an earlier item has, the first item of that key and this one. */
export function repeated<T, K>(
  items: Iterable<T>,
  keyOf: (item: T) => K,
): readonly (readonly [first: T, again: T])[] {
  const firsts = new Map<K, T>();
  const pairs: (readonly [T, T])[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, item);
    else pairs.push([first, item]);
  }
  return pairs;
}
