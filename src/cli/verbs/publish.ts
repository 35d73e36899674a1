/** `zoobreak publish` */
import type { VerbEntry } from '../verb.ts';

export const publish: VerbEntry = {
  name: 'publish',
  description: 'add runs to a static site, which grows with each call',
  argument: { syntax: '<dir...>', help: 'folders of runs, or of results' },
  flags: [
    {
      flags: [
        {
          syntax: '--site <folder>',
          help: 'folder of the site: new, or published before',
          isRequired: true,
        },
        {
          syntax: '--max-size <MB>',
          help: 'size limit of the runs; the oldest histories are removed first',
          default: '900',
        },
      ],
    },
  ],
  load: async () => (await import('../actions/publish.ts')).publish,
};
