/** Records of a file, each with its length and a checksum: a record that a crash has cut or torn is not taken for one.
 *    length of the bytes (4, big-endian), the first 8 bytes of their SHA-256, the bytes */
import { createHash } from 'node:crypto';

const LENGTH_BYTES = 4;
const CHECKSUM_BYTES = 8;
const HEAD_BYTES = LENGTH_BYTES + CHECKSUM_BYTES;

/** What a file holds is not what a server wrote. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}

export function sealed(bytes: Uint8Array): Buffer {
  const head = Buffer.allocUnsafe(LENGTH_BYTES);
  head.writeUInt32BE(bytes.length);
  return Buffer.concat([head, checksumOf(bytes), bytes]);
}

export interface Unsealed {
  readonly bytes: Uint8Array;
  /** Where the record ends in the file. */
  readonly end: number;
}

/** The records of a file that was written from its beginning: a last one that is cut or torn is left out.
 * @throws {DamagedFile} where a record that another follows does not fit its checksum. */
export function unsealed(file: Buffer, name: string): readonly Unsealed[] {
  const records: Unsealed[] = [];
  for (let at = 0; at + HEAD_BYTES <= file.length; ) {
    const end = at + HEAD_BYTES + file.readUInt32BE(at);
    if (end > file.length) break;
    const bytes = file.subarray(at + HEAD_BYTES, end);
    if (!checksumOf(bytes).equals(file.subarray(at + LENGTH_BYTES, at + HEAD_BYTES))) {
      if (end === file.length) break;
      throw new DamagedFile(
        `${name}: expected the record at byte ${at} to fit its checksum, found other bytes; remove the data folder to let the server copy its state from the leader`,
      );
    }
    records.push({ bytes, end });
    at = end;
  }
  return records;
}

function checksumOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, CHECKSUM_BYTES);
}
