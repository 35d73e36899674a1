/** What is wrong with a history, in one sentence; readers put the file and line before it. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
}
