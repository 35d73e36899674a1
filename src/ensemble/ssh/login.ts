/** What it takes to log in to a host. */

export interface Login {
  /** The name in the nodes file. */
  readonly name: string;
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  /** The name its key is recorded under. */
  readonly keyAlias: string;
  /** Contents of the known_hosts files, and the file that a new key would be added to. */
  readonly knownHosts: { readonly text: string; readonly file: string };
  readonly keys: readonly { readonly file: string; readonly bytes: Buffer }[];
  /** The socket of an ssh agent. */
  readonly agent?: string;
}
