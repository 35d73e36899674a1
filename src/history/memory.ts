/** Memory of the columns of a history. */

/** Less is copied between threads. */
const LEAST_SHARED_BYTES = 1 << 20;

/** Returns memory for a column, all zero. Large columns are shared with the worker threads that they are sent to;
 * their pages take no memory before they are written. */
export function memoryOf(bytes: number): ArrayBufferLike {
  return bytes < LEAST_SHARED_BYTES ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}
