/** The last reads of a run of any workload: what each server holds of the workload's znodes, once everything
 * is healed. Their trace is checked against the model of ZooKeeper, so that a server which has lost or kept
 * what the others have not is found although no client read it. */
import type { ClientPlace, ServerAddress } from '../contract.ts';
import type { Session } from '../zookeeper/session.ts';
import { sessionAt } from './session.ts';

/** The roots of our workloads begin with it: nothing else of an ensemble is read. */
const OURS = '/zoobreak';
/** Znodes that are read from each server: every Nth of a level, where there are more. */
const MOST_ZNODES = 300;

/** Reads the data, the list and the children of znodes from each server. What is not answered is left out. */
export async function lastLook(place: ClientPlace, signal: AbortSignal): Promise<void> {
  await Promise.all(place.everyServer.map(server => lookAt(server, place, signal)));
}

async function lookAt(
  server: ServerAddress,
  place: ClientPlace,
  signal: AbortSignal,
): Promise<void> {
  const session = sessionAt({ ...place, servers: [server] });
  try {
    await walk(session, signal);
  } finally {
    await session.close(signal);
  }
}

/** Level by level. */
async function walk(session: Session, signal: AbortSignal): Promise<void> {
  const tops = await session.getChildren('/', {}, signal);
  let level: readonly string[] = tops.ok
    ? below('/', tops.value).filter(path => path.startsWith(OURS))
    : [];
  let left = MOST_ZNODES;
  while (level.length > 0 && left > 0) {
    const chosen = spread(level, left);
    left -= chosen.length;
    level = (await Promise.all(chosen.map(path => read(path, session, signal)))).flat();
  }
}

/** Returns the paths of its children. */
async function read(
  path: string,
  session: Session,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const [listed] = await Promise.all([
    session.getChildren2(path, {}, signal),
    session.getData(path, {}, signal),
    session.getACL(path, signal),
  ]);
  return listed.ok ? below(path, listed.value.children) : [];
}

function below(path: string, names: readonly string[]): readonly string[] {
  return names.map(name => (path === '/' ? `/${name}` : `${path}/${name}`));
}

/** Returns `most` of the paths at most, evenly spread. */
function spread(paths: readonly string[], most: number): readonly string[] {
  const every = Math.ceil(paths.length / most);
  return paths.filter((_, at) => at % every === 0);
}
