/** A lock for many readers or one writer.
 *   acquire-read, release-read     by any number of processes while nobody writes
 *   acquire-write, release-write   by one process while nobody reads or writes */
import { type Model, UnknownOperation } from './model.ts';

interface Holders {
  /** Processes, ascending. */
  readonly readers: readonly number[];
  readonly writer: number | null;
}

const NAMES: readonly string[] = ['acquire-read', 'release-read', 'acquire-write', 'release-write'];

/** `read-write-lock`. */
export const readWriteLock: Model<Holders> = {
  name: 'read-write-lock',
  init: { readers: [], writer: null },
  knowsProcess: true,
  step: ({ readers, writer }, { f, process, ...op }) => {
    const reads = readers.includes(process);
    switch (f) {
      case 'acquire-read':
        if (writer !== null || reads) return undefined;
        return { readers: [...readers, process].sort((a, b) => a - b), writer };
      case 'release-read':
        return reads
          ? { readers: readers.filter(reader => reader !== process), writer }
          : undefined;
      case 'acquire-write':
        return writer === null && readers.length === 0 ? { readers, writer: process } : undefined;
      case 'release-write':
        return writer === process ? { readers, writer: null } : undefined;
      default:
        throw new UnknownOperation('read-write-lock', NAMES, { f, process, ...op });
    }
  },
  describeState: ({ readers, writer }) => {
    if (writer !== null) return `written by process ${writer}`;
    return readers.length === 0 ? 'free' : `read by ${readers.length} (${readers.join(', ')})`;
  },
};
