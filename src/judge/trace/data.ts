/** Bytes and numbers of the protocol as a trace shows them. */
import { createHash } from 'node:crypto';
import type { TraceStat } from '../../checker/replay/trace.ts';
import type { Stat } from '../../zookeeper/data-records.ts';
import type { JuteReader } from '../../zookeeper/jute-reader.ts';

/** Longer data are shown by their length and a digest. */
const KEPT_BYTES = 256;

export function dataOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length <= KEPT_BYTES) return buffer.toString('base64');
  return `#${buffer.length}:${createHash('sha1').update(buffer).digest('base64')}`;
}

/** Tells equal passwords of sessions without showing them. */
export function passwordDigest(password: Uint8Array): string {
  return createHash('sha256').update(password).digest('hex').slice(0, 16);
}

export function statOf(stat: Stat): TraceStat {
  return {
    czxid: Number(stat.czxid),
    mzxid: Number(stat.mzxid),
    ctime: stat.ctime,
    mtime: stat.mtime,
    version: stat.version,
    cversion: stat.cversion,
    aversion: stat.aversion,
    ephemeralOwner: stat.ephemeralOwner,
    dataLength: stat.dataLength,
    numChildren: stat.numChildren,
    pzxid: Number(stat.pzxid),
  };
}

/** Reads a stat without the bigints of its codec, of which a trace would make millions. Source: zookeeper.jute, module data. */
export function statFrom(from: JuteReader): TraceStat {
  return {
    czxid: from.longAsNumber(),
    mzxid: from.longAsNumber(),
    ctime: from.longAsNumber(),
    mtime: from.longAsNumber(),
    version: from.int(),
    cversion: from.int(),
    aversion: from.int(),
    ephemeralOwner: from.long(),
    dataLength: from.int(),
    numChildren: from.int(),
    pzxid: from.longAsNumber(),
  };
}
