/** `zoobreak report` */
import type { VerbEntry } from '../verb.ts';

export const report: VerbEntry = {
  name: 'report',
  description: 'write the reports of stored runs again, without checking anything',
  argument: { syntax: '<path...>', help: 'folders of runs' },
  load: async () => (await import('../actions/report.ts')).report,
};
