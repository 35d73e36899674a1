/** Bugs that can be planted in the model. What each breaks is said in the terms of the promise, with the
 *  run that must show it. */

import type { Bug } from './bug.ts';
import { bugsOfClients } from './bugs-of-clients.ts';
import { bugsOfCombinations } from './bugs-of-combinations.ts';
import { bugsOfExceptions } from './bugs-of-exceptions.ts';
import { bugsOfMoments } from './bugs-of-moments.ts';
import { bugsOfRefusals } from './bugs-of-refusals.ts';
import { bugsOfReplicas } from './bugs-of-replicas.ts';
import { bugsOfReplication } from './bugs-of-replication.ts';
import { bugsOfRequests } from './bugs-of-requests.ts';
import { bugsOfRestarts } from './bugs-of-restarts.ts';
import { bugsOfServers } from './bugs-of-servers.ts';
import { bugsOfService } from './bugs-of-service.ts';
import { bugsOfStats } from './bugs-of-stats.ts';
import { bugsOfWatches } from './bugs-of-watches.ts';
import { bugsOfWrites } from './bugs-of-writes.ts';
import { honest, type Rules } from './rules.ts';

export const bugs: readonly Bug[] = [
  ...bugsOfReplication,
  ...bugsOfReplicas,
  ...bugsOfServers,
  ...bugsOfStats,
  ...bugsOfRefusals,
  ...bugsOfWrites,
  ...bugsOfService,
  ...bugsOfWatches,
  ...bugsOfRequests,
  ...bugsOfClients,
  ...bugsOfRestarts,
  ...bugsOfExceptions,
  ...bugsOfMoments,
  ...bugsOfCombinations,
];

/** The rules with the bug of that name. Throws a RangeError where there is none. */
export function rulesWith(name: string, base: Rules = honest): Rules {
  const bug = bugs.find(each => each.name === name);
  if (bug !== undefined) return { ...base, ...bug.rules };
  const names = bugs.map(each => each.name).join(', ');
  throw new RangeError(`bug: expected one of ${names}, found ${name}`);
}
