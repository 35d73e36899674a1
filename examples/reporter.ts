/** A line a run, as a chat would take it. */
import type { ReporterEntry } from 'zoobreak';

const chat: ReporterEntry = {
  name: 'chat',
  create: ({ out }) => ({
    onRun: ({ name, valid, again }) =>
      out(`${valid === true ? 'fine' : 'look'}: ${name}, ${again}\n`),
    onEnd: ({ reports, crashes }) => out(`${reports.length} runs, ${crashes.length} crashed\n`),
  }),
};

export default chat;
