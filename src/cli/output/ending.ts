/** The end of a run in a terminal: the summary with its verdict in colour, and where to read more. */
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type RunReport, verdictWord } from '../../report/run-report.ts';
import { summary } from '../../report/summary.ts';
import { quoted } from '../options/quoted.ts';

/** Bold, on a terminal: green, red, yellow. */
const COLOUR = { VALID: 32, INVALID: 31, UNKNOWN: 33 } as const;
const DEFAULT_RESULTS = 'results';

export interface EndingPlace {
  /** The folder that the report's paths are relative to. */
  readonly folder: string;
  /** Whether colours are shown there. Default: no. */
  readonly colours?: boolean;
}

/** Ends with a newline. */
export function endingOf(report: RunReport, { folder, colours = false }: EndingPlace): string {
  const word = verdictWord(report.valid);
  const text = summary(report, [
    ['report', pathToFileURL(resolve(folder, report.folder, 'report.html')).href],
    ['browse', serveCommand(report)],
  ]);
  if (!colours) return text;
  return `\u001b[1;${COLOUR[word]}m${word}\u001b[0m${text.slice(word.length)}`;
}

/** `npx zoobreak serve`, with the folder of all results where it is not the default. */
function serveCommand({ folder }: RunReport): string {
  const results = dirname(dirname(folder));
  const argument = results === DEFAULT_RESULTS ? '' : ` ${quoted(results)}`;
  return `npx zoobreak serve${argument}`;
}
