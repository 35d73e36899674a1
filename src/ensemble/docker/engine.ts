/** The Docker engine: DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, else the local socket. */
import type Docker from 'dockerode';
import { within } from '../within.ts';

/** Loaded when first needed: dockerode takes 200 ms to import. */
export async function connect(): Promise<Docker> {
  const { default: Engine } = await import('dockerode');
  return new Engine();
}

/** Where the user's environment says the engine is. */
export function engineAddress(): string {
  return process.env.DOCKER_HOST ?? 'the local socket';
}

/** This machine alone. */
export const LOCAL = '127.0.0.1';
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** How containers' ports are reached from here: by their own addresses, or published on `host`. */
export type Reach =
  | { readonly kind: 'direct' }
  | { readonly kind: 'published'; readonly host: string };

/** Bridge addresses are reachable only on the engine's own Linux host, and not where it is rootless. */
export async function reachOf(docker: Docker, signal: AbortSignal): Promise<Reach> {
  const { hostname, protocol } = engineUrl();
  if (protocol !== 'unix:')
    return { kind: 'published', host: LOOPBACK.test(hostname) ? LOCAL : hostname };
  const info = await within<EngineInfo>(signal, docker.info());
  const rootless = info.SecurityOptions?.some(option => option.includes('rootless')) ?? false;
  const apart = rootless || /Docker Desktop/.test(info.OperatingSystem ?? '');
  return process.platform === 'linux' && !apart
    ? { kind: 'direct' }
    : { kind: 'published', host: LOCAL };
}

interface EngineInfo {
  readonly SecurityOptions?: readonly string[];
  readonly OperatingSystem?: string;
}

function engineUrl(): URL {
  const host = process.env.DOCKER_HOST || 'unix:///var/run/docker.sock';
  return new URL(host.includes('//') ? host : `tcp://${host}`);
}

/** Whether an error is the engine's answer that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return isAnswer(error) && error.statusCode === 404;
}

/** Whether an error is an answer of the engine, which thus can be reached. */
export function isAnswer(error: unknown): error is Error & { readonly statusCode: unknown } {
  return error instanceof Error && 'statusCode' in error && error.statusCode !== undefined;
}
