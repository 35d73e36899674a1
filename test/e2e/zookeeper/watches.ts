/** Watches: what they tell, and when. */
import { expect, test, vi } from 'vitest';
import type { SessionEvent, WatchEvent } from '../../../src/zookeeper/session-events.ts';
import { errorOf, valueIn } from '../zookeeper-sessions.ts';
import { type Ground, text } from './ground.ts';

export function understandsWatches({ fresh, opened, since }: Ground): void {
  const watching = async () => {
    const { session, root } = await fresh();
    const events: (WatchEvent | SessionEvent)[] = [];
    const watcher = opened({ onEvent: event => events.push(event) });
    const fired = (): string[] =>
      events.flatMap(event => (event.kind === 'watch' ? [`${event.type} ${event.path}`] : []));
    const change = async (path: string): Promise<void> => {
      await valueIn(session.setData(path, text('new')));
      await valueIn(watcher.sync(path));
    };
    return { session, root, watcher, events, fired, change };
  };

  test('fire once each: data, existence, children', async () => {
    const { session, root, watcher, fired, change } = await watching();
    await valueIn(watcher.getData(root, { watch: true }));
    await valueIn(watcher.exists(`${root}/a`, { watch: true }));
    await valueIn(watcher.getChildren2(root, { watch: true }));
    await change(root);
    await valueIn(session.create(`${root}/a`, text('')));
    await change(root);
    expect(fired().sort()).toEqual([
      `NodeChildrenChanged ${root}`,
      `NodeCreated ${root}/a`,
      `NodeDataChanged ${root}`,
    ]);
  });

  since('zxidOfEvents')('an event carries the zxid of its change', async () => {
    const { session, root, watcher, events } = await watching();
    await valueIn(watcher.exists(root, { watch: true }));
    const { zxid } = await session.setData(root, text('new'));
    await valueIn(watcher.sync(root));
    expect(events.at(-1)).toMatchObject({ type: 'NodeDataChanged', zxid });
  });

  test('are set again when the session moves: what changed meanwhile fires at once', async () => {
    const { session, root, watcher, fired } = await watching();
    await valueIn(watcher.getData(root, { watch: true }));
    watcher.move();
    await valueIn(session.setData(root, text('new')));
    await valueIn(watcher.sync(root));
    await vi.waitFor(() => expect(fired()).toEqual([`NodeDataChanged ${root}`]));
  });

  since('persistentWatches')('persistent ones fire every time', async () => {
    const { root, watcher, fired, change } = await watching();
    await valueIn(watcher.addWatch(root, 'persistent'));
    await change(root);
    await change(root);
    expect(fired()).toEqual(Array(2).fill(`NodeDataChanged ${root}`));
  });

  since('persistentWatches')('recursive ones fire below, also after a move', async () => {
    const { session, root, watcher, fired, change } = await watching();
    await valueIn(session.create(`${root}/a`, text('')));
    await valueIn(watcher.sync(root));
    await valueIn(watcher.addWatch(root, 'persistent-recursive'));
    await change(`${root}/a`);
    watcher.move();
    await valueIn(watcher.sync(root));
    await change(`${root}/a`);
    expect(fired()).toEqual(Array(2).fill(`NodeDataChanged ${root}/a`));
  });

  since('removeWatches')('removed ones do not fire', async () => {
    const { root, watcher, fired, change } = await watching();
    await valueIn(watcher.getData(root, { watch: true }));
    expect(await errorOf(watcher.checkWatches(root, 'data'))).toBe('ok');
    expect(await errorOf(watcher.checkWatches(root, 'children'))).toBe('NOWATCHER');
    expect(await errorOf(watcher.removeWatches(root, 'data'))).toBe('ok');
    expect(await errorOf(watcher.removeWatches(root, 'data'))).toBe('NOWATCHER');
    await change(root);
    expect(fired()).toEqual([]);
  });
}
