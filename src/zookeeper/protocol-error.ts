/** Bytes that break the protocol: what was expected, what was found, and where. The connection that carried them is of no more use. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
