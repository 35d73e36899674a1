/** What is wrong with a history, in one sentence; readers put the file and line before it. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}

/** A text that cannot be read as EDN. `atEnd`: it may be the beginning of one that can. */
export class EdnError extends HistoryError {
  readonly atEnd: boolean;
  constructor(message: string, atEnd: boolean) {
    super(message);
    this.atEnd = atEnd;
  }
}
