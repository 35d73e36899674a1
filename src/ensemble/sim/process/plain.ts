/** Values as bytes: what servers say to each other and write to their disks, by Node's structured clone. Both ends are
 *  this program, so no other layout is defined for them. Values that hold functions cannot be written. */
import { deserialize, serialize } from 'node:v8';
import { ProtocolError } from '../../../zookeeper/protocol-error.ts';
import { State } from '../state.ts';
import type { Snapshot } from '../storage.ts';
import { Tree } from '../tree.ts';
import type { Znode } from '../znode.ts';

export const bytesOf = (value: unknown): Buffer => serialize(value);

/** The value of these bytes, which are copied: a small part of it would keep all of them in memory.
 * @throws {ProtocolError} where they are none. `name` is what it calls them. */
export function valueIn(bytes: Uint8Array, name: string): unknown {
  try {
    return deserialize(new Uint8Array(bytes));
  } catch (cause) {
    throw new ProtocolError(`${name}: expected a value, found ${bytes.length} other bytes`, {
      cause,
    });
  }
}

/** A snapshot without its classes. Znodes are in the order of their creation, which lists of children show. */
export interface PlainSnapshot {
  readonly zxid: number;
  readonly znodes: readonly (readonly [string, Znode])[];
  readonly sessions: ReadonlyMap<bigint, number>;
}

export function plainSnapshot({ zxid, state }: Snapshot): PlainSnapshot {
  const znodes = [...state.tree.paths()].flatMap(path => {
    const znode = state.tree.get(path);
    return znode === undefined ? [] : [[path, znode] as const];
  });
  return { zxid, znodes, sessions: state.sessions };
}

export function snapshotOf({ zxid, znodes, sessions }: PlainSnapshot): Snapshot {
  return { zxid, state: new State(new Tree(znodes), sessions) };
}
