/** `zoobreak serve-model` */
import type { VerbEntry } from '../verb.ts';

export const serveModel: VerbEntry = {
  name: 'serve-model',
  description:
    'run one server of the sim as a process: a second implementation to test with, over sockets and files',
  flags: [
    {
      flags: [
        { syntax: '--id <number>', help: 'its place in --servers, from 1', isRequired: true },
        {
          syntax: '--servers <host:sync:election,...>',
          help: 'every server of the ensemble, this one included; :observer behind one that does not vote',
          isRequired: true,
          isList: true,
        },
        { syntax: '--client-port <number>', help: 'where clients connect', default: '2181' },
        { syntax: '--data <folder>', help: 'folder of its log and snapshots', isRequired: true },
        { syntax: '--bug <name>', help: 'a bug to plant: `zoobreak list bugs`' },
      ],
    },
  ],
  load: async () => (await import('../actions/serve-model.ts')).serveModel,
};
