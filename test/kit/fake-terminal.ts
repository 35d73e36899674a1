/** A terminal that records what is written to it. */
import type { Terminal } from '../../src/cli/terminal.ts';

interface FakeTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

export function fakeTerminal(
  environment: Terminal['environment'] = {},
  window: { columns?: number } = {},
): FakeTerminal {
  const written = { out: '', err: '' };
  return {
    written,
    environment,
    folder: '/nowhere',
    ...window,
    out: text => {
      written.out += text;
    },
    err: text => {
      written.err += text;
    },
  };
}
