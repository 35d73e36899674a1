/** What a server answers four letters with. Source: the four letter words of the administrator's guide. */
import type { Role } from '../../contract.ts';
import { showZxid } from './zxid.ts';

/** What a server tells of itself. */
interface Figures {
  readonly role: Role;
  readonly zxid: number;
  readonly connections: number;
  readonly watches: number;
  readonly znodes: number;
}

const VERSION = 'zoobreak-sim, a model';
const NOT_SERVING = 'This ZooKeeper instance is not currently serving requests\n';

/** Nothing where the word is unknown. */
export function answerWord(word: string, figures: Figures): string {
  if (word === 'ruok') return 'imok';
  if (word !== 'srvr' && word !== 'mntr') return '';
  if (figures.role === 'none') return NOT_SERVING;
  return word === 'srvr' ? srvr(figures) : mntr(figures);
}

function srvr({ role, zxid, connections, znodes }: Figures): string {
  return [
    `Zookeeper version: ${VERSION}`,
    `Connections: ${connections}`,
    `Zxid: ${showZxid(zxid)}`,
    `Mode: ${role}`,
    `Node count: ${znodes}`,
    '',
  ].join('\n');
}

function mntr({ role, connections, watches, znodes }: Figures): string {
  return [
    `zk_version\t${VERSION}`,
    `zk_server_state\t${role}`,
    `zk_num_alive_connections\t${connections}`,
    `zk_watch_count\t${watches}`,
    `zk_znode_count\t${znodes}`,
    '',
  ].join('\n');
}
