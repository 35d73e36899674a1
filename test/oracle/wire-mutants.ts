/** The mutants at the wire: each field of each reply, raised, emptied, and as it was in the reply before. */
import { STAT_FIELDS } from '../kit/a-stat.ts';
import { MANNERS, type Manner } from './wire-alter.ts';

const STAT = STAT_FIELDS.map(name => `stat.${name}`);

/** Files of src/zookeeper, their codecs, and the fields that a client receives. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'response-records.js': {
    statResponse: STAT,
    create2Response: ['path', ...STAT],
    getDataResponse: ['data', ...STAT],
    getChildrenResponse: ['children'],
    getChildren2Response: ['children', ...STAT],
    getAclResponse: ['acl', 'acl.0.perms', 'acl.0.id.id', ...STAT],
    getEphemeralsResponse: ['ephemerals'],
    getAllChildrenNumberResponse: ['totalNumber'],
    whoAmIResponse: ['clientInfo', 'clientInfo.0.user', 'clientInfo.0.authScheme'],
  },
  'header-records.js': {
    replyHeader: ['xid', 'zxid', 'err'],
    watcherEvent: ['type', 'path'],
  },
  'connect-records.js': { connectResponse: ['timeOut', 'sessionId', 'passwd'] },
  'request-records.js': { pathOnly: ['path'] },
  'multi-records.js': {
    multiResponse: ['0.body.path', '0.body.err', '1.body.err', '0.body.data'].concat(
      STAT.map(field => `0.body.${field}`),
    ),
  },
};

/** `wire~FILE~CODEC~FIELD~MANNER`. */
export function wireMutants(): readonly string[] {
  return Object.entries(FIELDS).flatMap(([file, codecs]) =>
    Object.entries(codecs).flatMap(([codec, fields]) =>
      fields.flatMap(field =>
        MANNERS.map(manner => ['wire', file, codec, field, manner].join('~')),
      ),
    ),
  );
}

interface WireMutant {
  readonly file: string;
  readonly codec: string;
  readonly field: string;
  readonly manner: Manner;
}

/** Undefined where the id is that of a mutant of the source. */
export function wireMutant(id: string): WireMutant | undefined {
  const [kind, file = '', codec = '', field = '', manner] = id.split('~');
  const known = MANNERS.find(each => each === manner);
  return kind === 'wire' && known !== undefined ? { file, codec, field, manner: known } : undefined;
}
