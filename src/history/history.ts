/** The history of a run in columns. */
export interface History {
  readonly length: number;
}
