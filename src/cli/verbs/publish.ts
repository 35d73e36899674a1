/** `zoobreak publish` */
import type { VerbEntry } from '../verb.ts';

export const publish: VerbEntry = {
  name: 'publish',
  description: 'runs gathered in a static site, which grows with each call',
  argument: { syntax: '<dir...>', help: 'folders of runs, or of results' },
  flags: [
    {
      flags: [
        {
          syntax: '--site <folder>',
          help: 'of the site: new, or published before',
          isRequired: true,
        },
        {
          syntax: '--max-size <MB>',
          help: 'what runs may take; the oldest histories go first',
          default: '900',
        },
      ],
    },
  ],
  load: async () => (await import('../actions/publish.ts')).publish,
};
