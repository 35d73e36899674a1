/** Tells when a watch of a session fires. */
import type { SessionOptions } from '../zookeeper/session.ts';

export interface WatchBell {
  /** Hand it to the session. */
  readonly onEvent: NonNullable<SessionOptions['onEvent']>;
  /** Ask before the watch is set, so that nothing is missed. */
  expect(paths: readonly string[]): Expected;
}

export interface Expected {
  /** Resolves when a watch of one of the paths fires, the session ends, or nobody waits any more. */
  readonly fired: Promise<void>;
  cancel(): void;
}

interface Waiter {
  readonly paths: ReadonlySet<string>;
  readonly ring: () => void;
}

export function watchBell(): WatchBell {
  const waiters = new Set<Waiter>();
  const ring = (concerns: (waiter: Waiter) => boolean): void => {
    for (const waiter of [...waiters].filter(concerns)) waiter.ring();
  };
  return {
    onEvent: event => {
      if (event.kind === 'watch') ring(({ paths }) => paths.has(event.path));
      else if (event.state === 'expired' || event.state === 'closed') ring(() => true);
    },
    expect: paths => {
      let cancel = (): void => {};
      const fired = new Promise<void>(resolve => {
        const waiter: Waiter = {
          paths: new Set(paths),
          ring: () => {
            waiters.delete(waiter);
            resolve();
          },
        };
        waiters.add(waiter);
        cancel = waiter.ring;
      });
      return { fired, cancel };
    },
  };
}
