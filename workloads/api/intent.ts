/** The intended outcome of an operation. */
import type { Reply } from '../../src/zookeeper/outcome.ts';
import type { Feature } from '../features.ts';
import type { Done, Scene } from './scene.ts';

export interface Intent {
  readonly f: string;
  /** The outcome, and after a colon further conditions. */
  readonly aim: string;
  /** Features that the servers must have. */
  readonly needs: readonly Feature[];
  readonly run: (scene: Scene) => Promise<Done>;
}

/** `delete NOTEMPTY`; `create ok: sequential`. */
export function keyOf({ f, aim }: Pick<Intent, 'f' | 'aim'>): string {
  return `${f} ${aim}`;
}

export function outcomeIn(aim: string): string {
  return aim.split(':')[0] ?? aim;
}

type Run = Intent['run'];

/** Intents of one function, by their aims. */
export function intents(
  f: string,
  aims: Readonly<Record<string, Run>>,
  ...needs: readonly Feature[]
): readonly Intent[] {
  return Object.entries(aims).map(([aim, run]) => ({ f, aim, needs, run }));
}

/** Returns the result of a write. */
export const wrote = (reply: Reply<unknown>, detail: Done['detail'] = {}): Done => ({
  reply,
  kind: 'write',
  detail,
});

/** Returns the result of a read, or of a request without an effect that other sessions can observe. */
export const read = (reply: Reply<unknown>, detail: Done['detail'] = {}, hit = true): Done => ({
  reply,
  kind: 'read',
  detail,
  hit,
});
