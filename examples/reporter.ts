/** A line a run, as a chat would take it. */
import type { ReporterFactory } from '../src/report/reporter.ts';

const chat: ReporterFactory = ({ out }) => ({
  onRun: ({ name, valid, again }) =>
    out(`${valid === true ? 'fine' : 'look'}: ${name}, ${again}\n`),
  onEnd: ({ reports, crashes }) => out(`${reports.length} runs, ${crashes.length} crashed\n`),
});

export default chat;
