/** `zoobreak serve` */
import type { VerbEntry } from '../verb.ts';

export const serve: VerbEntry = {
  name: 'serve',
  description: 'show the results in a browser: a table, each run, two side by side',
  argument: {
    syntax: '[folder]',
    help: 'folder of all results (default: the one that --results, its variable or its key names)',
  },
  flags: [
    {
      flags: [
        {
          syntax: '--port <number>',
          help: 'on 127.0.0.1; 0 for any that is free',
          default: '8765',
        },
      ],
    },
  ],
  load: async () => (await import('../actions/serve.ts')).serve,
};
