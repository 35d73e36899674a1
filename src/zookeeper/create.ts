/** The ways to create a znode, and the request for each. Source: org.apache.zookeeper.CreateMode. */
import { type Acl, openAcl } from './data-records.ts';
import type { RequestPart } from './multi-records.ts';
import { opcodes } from './opcodes.ts';

/** A `-sequential` znode gets a number of ten digits after its path, one that grows under its parent. */
type CreateMode = keyof typeof flags;
const flags = {
  persistent: 0,
  ephemeral: 1,
  'persistent-sequential': 2,
  'ephemeral-sequential': 3,
  /** Removed by the server some time after its last child. */
  container: 4,
  /** Removed by the server when it has no children and was not changed for `ttlMs`. */
  'persistent-ttl': 5,
  'persistent-sequential-ttl': 6,
} as const;

export interface CreateOptions {
  /** Default: persistent. */
  readonly mode?: CreateMode;
  /** For the two modes that end in `-ttl`, and only there. */
  readonly ttlMs?: number;
  /** Default: open to everybody. */
  readonly acl?: readonly Acl[];
  /** Ask for the new znode's stat as well (create2, since 3.5; within a multi, since 3.9). */
  readonly stat?: boolean;
}

export type CreatePart = Extract<RequestPart, { readonly body: { readonly flags: number } }>;

/** The request for it. Throws a TypeError where a mode and its time to live do not go together. */
export function createPart(path: string, data: Uint8Array, options: CreateOptions): CreatePart {
  const { mode = 'persistent', ttlMs, acl = openAcl } = options;
  const body = { path, data, acl, flags: flags[mode] };
  if (mode.endsWith('-ttl') !== (ttlMs !== undefined)) {
    throw new TypeError(
      `create ${path}: expected ttlMs with the modes that end in -ttl and no other, found mode ${mode}, ttlMs ${ttlMs}`,
    );
  }
  if (ttlMs !== undefined) return { type: opcodes.createTTL, body: { ...body, ttl: ttlMs } };
  if (mode === 'container') return { type: opcodes.createContainer, body };
  return { type: options.stat === true ? opcodes.create2 : opcodes.create, body };
}
