/** Where in a text something is, for people. */
interface Place {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/** The place of a character, counted from 0. */
export function placeIn(text: string, at: number): Place {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; ) {
    line += 1;
    lineStart = next + 1;
    next = text.indexOf('\n', lineStart);
  }
  return { line, column: at - lineStart + 1 };
}
