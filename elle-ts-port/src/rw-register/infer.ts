/** rw-register: transactions read and write registers; no value is written to a key twice. */
import { Edges } from '../graph/graph.ts';
import type { History } from '../history/history.ts';
import type { Inference } from '../inference.ts';
import { lostUpdates } from '../lost-update.ts';
import type { RegisterOptions } from '../options.ts';
import { dirtyReads, internalReads } from './bad-reads.ts';
import { addReadDependencies, addVersionDependencies, versionUsers } from './edges.ts';
import { explainRegister } from './explain.ts';
import { touchesOf } from './externals.ts';
import { sourcesOf } from './sources.ts';
import { versionGraph } from './versions.ts';

export function inferRegister(history: History, options: RegisterOptions): Inference {
  const touches = touchesOf(history);
  const users = versionUsers(history, touches, options.infoWrites ?? false);
  const { graph, cyclic } = versionGraph(history, sourcesOf(history, touches, options));
  const edges = new Edges();
  addReadDependencies(users, edges);
  const vertices = addVersionDependencies(history, graph, users, edges);
  return {
    edges,
    vertices,
    explain: (a, b, relation) => explainRegister(history, graph, [a, b], relation),
    anomalies: {
      internal: internalReads(history),
      ...dirtyReads(history),
      'lost-update': lostUpdates(history),
      'cyclic-versions': cyclic,
    },
  };
}
