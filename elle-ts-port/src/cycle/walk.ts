/** Vertices of a cycle in order, the first not repeated, and the relation walked from each to the next. */
export interface Walk {
  readonly vertices: readonly number[];
  readonly relations: readonly number[];
}
