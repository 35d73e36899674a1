/** What a container has printed. */
import type Docker from 'dockerode';

/** Returns standard output and error of a container, of all its starts; only the last `tail` lines, if given. */
export async function serverLog(container: Docker.Container, tail?: number): Promise<string> {
  const bytes = await container.logs({
    stdout: true,
    stderr: true,
    ...(tail === undefined ? {} : { tail }),
  });
  return unframed(bytes).toString();
}

/** The output without the engine's frames: each has a header of eight bytes, the last four its length.
 * Engine API, "Attach to a container", stream format. */
export function unframed(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(parts);
}
