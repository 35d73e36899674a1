/** Servers: their names, and where their clients connect. */

/** The name of one server of an ensemble: `n1`, `n2`, ... */
export type NodeName = string & { readonly __brand: 'NodeName' };

/** A stream of bytes to a server: TCP, TLS or memory. */
export interface Connection {
  write(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, with the cause where the connection broke. */
  onClose(listener: (cause?: Error) => void): void;
  close(): void;
}

/** Where a node's clients connect. */
export type Address =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'memory'; connect(signal: AbortSignal): Promise<Connection> };

export interface ServerAddress {
  readonly node: NodeName;
  readonly address: Address;
}
