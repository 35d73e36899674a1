/** Bugs of watches: which changes they tell, what their events say, and how long they stay. */
import { type Bug, shownByApi } from './bug.ts';
import { eventType } from './change.ts';

const WATCHES = 'a watch tells its client of each change that it is for, once, and of no other';

const deaf = shownByApi('missed-event', 'wrong-error');
const loud = shownByApi('phantom-event', 'duplicate-event', 'wrong-error');
const wrongEvent = shownByApi('wrong-event', 'missed-event', 'phantom-event');
const wrongError = shownByApi(
  'wrong-error',
  'wrong-reply',
  'unauthorized-access',
  'wrongful-denial',
);

const watches: readonly Omit<Bug, 'promise'>[] = [
  {
    name: 'data-watch-deaf-to-delete',
    breaks: 'a data watch does not hear of a deletion',
    shownBy: deaf,
    rules: { watchesOf: kind => (kind === 'deleted' ? ['child'] : ['data']) },
  },
  {
    name: 'child-watch-deaf-to-delete',
    breaks: 'a child watch does not hear that its own znode is deleted',
    shownBy: deaf,
    rules: { watchesOf: () => ['data'] },
  },
  {
    name: 'creation-untold',
    breaks: 'a watch on a znode that is not there does not hear of its creation',
    shownBy: deaf,
    rules: { eventTold: event => (event.type === eventType.created ? undefined : event) },
  },
  {
    name: 'children-untold',
    breaks: 'every fourth change of children is not reported',
    shownBy: deaf,
    rules: {
      eventTold: event =>
        event.type === eventType.children && event.zxid % 4 === 0 ? undefined : event,
    },
  },
  {
    name: 'event-of-wrong-type',
    breaks: 'a change of data is reported as a creation',
    shownBy: wrongEvent,
    rules: {
      eventTold: event =>
        event.type === eventType.data ? { ...event, type: eventType.created } : event,
    },
  },
  {
    name: 'event-of-wrong-path',
    breaks: 'every fifth event names the root',
    shownBy: wrongEvent,
    rules: { eventTold: event => (event.zxid % 5 === 0 ? { ...event, path: '/' } : event) },
  },
  {
    name: 'event-zxid-ahead',
    breaks: 'an event has the zxid after that of its change',
    shownBy: { ...wrongEvent, anomalies: [...wrongEvent.anomalies, 'event-order', 'late-event'] },
    rules: { eventTold: event => ({ ...event, zxid: event.zxid + 1 }) },
  },
  {
    name: 'one-shot-stays',
    breaks: 'a one-shot watch stays after it has fired',
    shownBy: loud,
    rules: { usesUp: () => false },
  },
  {
    name: 'persistent-fires-once',
    breaks: 'a persistent watch is gone once it has fired',
    shownBy: deaf,
    rules: { stays: kind => kind !== 'persistent' },
  },
  {
    name: 'recursive-fires-once',
    breaks: 'a recursive watch is gone once it has fired',
    shownBy: deaf,
    rules: { stays: kind => kind !== 'recursive' },
  },
  {
    name: 'recursive-shallow',
    breaks: 'a recursive watch hears of children, and of nothing below them',
    shownBy: deaf,
    rules: { reaches: depth => depth <= 1 },
  },
  {
    name: 'recursive-deaf-at-root',
    breaks: 'a recursive watch of the root hears of nothing below it',
    shownBy: deaf,
    rules: { reaches: (_, path) => path !== '/' },
  },
  {
    name: 'persistent-as-recursive',
    breaks: 'a persistent watch is taken for a recursive one',
    shownBy: { ...wrongEvent, anomalies: [...wrongEvent.anomalies, 'wrong-error'] },
    rules: { watchKept: kind => (kind === 'persistent' ? 'recursive' : kind) },
  },
  {
    name: 'recursive-as-persistent',
    breaks: 'a recursive watch is taken for a persistent one',
    shownBy: { ...wrongEvent, anomalies: [...wrongEvent.anomalies, 'wrong-error'] },
    rules: { watchKept: kind => (kind === 'recursive' ? 'persistent' : kind) },
  },
  {
    name: 'child-watch-ignored',
    breaks: 'no child watch is kept',
    shownBy: deaf,
    rules: { watchKept: kind => (kind === 'child' ? undefined : kind) },
  },
  {
    name: 'removal-ignored',
    breaks: 'a watch that was removed stays',
    shownBy: loud,
    rules: { kindsRemoved: () => [] },
  },
  {
    name: 'removal-of-all',
    breaks: 'the removal of one kind of watch removes all kinds',
    shownBy: deaf,
    rules: { kindsRemoved: () => ['data', 'child', 'persistent', 'recursive'] },
  },
  {
    name: 'removal-of-children-ignored',
    breaks: 'a removal leaves child watches',
    shownBy: loud,
    rules: { kindsRemoved: kinds => kinds.filter(kind => kind !== 'child') },
  },
  {
    name: 'watcher-unknown',
    breaks: 'the removal of a watch that is not there succeeds',
    shownBy: wrongError,
    rules: { knowsWatches: false },
  },
  {
    name: 'event-of-hidden-znode',
    breaks: 'an event is sent to a client that may not read the znode',
    shownBy: { ...loud, anomalies: [...loud.anomalies, 'unauthorized-access'] },
    rules: { hidesEvents: false },
  },
  {
    name: 'persistent-lost-on-move',
    breaks: 'persistent and recursive watches cannot be set again after a move',
    shownBy: deaf,
    rules: { setsAgain: kind => kind !== 'persistent' && kind !== 'recursive' },
  },
  {
    name: 'child-watch-lost-on-move',
    breaks: 'a child watch cannot be set again after a move',
    shownBy: deaf,
    rules: { setsAgain: kind => kind !== 'child' },
  },
  {
    name: 'deletion-untold-on-move',
    breaks: 'a watch that is set again does not tell that its znode was deleted',
    shownBy: { ...deaf, nemeses: ['client'] },
    rules: { firesAgain: (_, event) => event !== eventType.deleted },
  },
  {
    name: 'children-untold-on-move',
    breaks: 'a child watch that is set again does not tell of changes',
    shownBy: { ...deaf, nemeses: ['client'] },
    rules: { firesAgain: kind => kind !== 'child' },
  },
];

export const bugsOfWatches: readonly Bug[] = watches.map(bug => ({ ...bug, promise: WATCHES }));
