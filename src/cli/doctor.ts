import type { Flags } from './program.ts';
import type { Terminal } from './terminal.ts';
export async function doctor(
  _terminal: Terminal,
  _flags: Flags,
  _paths: readonly string[],
): Promise<number> {
  return 0;
}
