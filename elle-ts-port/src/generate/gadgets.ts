/** The smallest histories, in letters, that show each anomaly: what is planted into larger ones. */
import type { Workload } from '../history/event.ts';
import type { CheckOptions } from '../options.ts';

export interface Gadget {
  readonly workload: Workload;
  /** Notation: letters.ts. */
  readonly letters: string;
  /** What it must be checked with; strict-serializable where nothing is said. */
  readonly options?: CheckOptions;
  /** The anomalies that it shows, and no others. */
  readonly shows: readonly string[];
}

const SESSION: CheckOptions = { models: ['strong-session-serializable'] };

const list = (letters: string, shows: readonly string[], options?: CheckOptions): Gadget => ({
  workload: 'list-append',
  letters,
  shows,
  ...(options ? { options } : {}),
});

const register = (letters: string, shows: readonly string[], options?: CheckOptions): Gadget => ({
  ...list(letters, shows, options),
  workload: 'rw-register',
});

/** The gadgets, by the name of the anomaly that each produces. */
export const GADGETS: Readonly<Record<string, Gadget>> = {
  G0: list('ax1ay1 | ax2ay2 ; rx12ry21', ['G0']),
  'G0-process': list('ax1@0 ; ax2@0 ; rx21', ['G0-process'], SESSION),
  'G0-realtime': list('ax1 ; ax2 ; rx21', ['G0-realtime']),
  G1a: list('!ax1 | rx1', ['G1a']),
  G1b: list('ax1ax2 | rx1', ['G-single-item', 'G1b']),
  G1c: list('ax1ry1 | ay1rx1', ['G1c']),
  'G1c-process': list('rx1@0 ; ax1@0', ['G1c-process'], SESSION),
  'G1c-realtime': list('rx1 ; ax1', ['G1c-realtime']),
  'G-single-item': list('ax1ay1 | rxry1', ['G-single-item']),
  'G-single-item-process': list('ax1@0 ; rx@0', ['G-single-item-process'], SESSION),
  'G-single-item-realtime': list('ax1 ; rx', ['G-single-item-realtime']),
  'G-nonadjacent-item': list('ax1 | ay1 | rx1ry | rxry1', ['G-nonadjacent-item']),
  'G-nonadjacent-item-process': list(
    'ay1@0 | ax1az1+1 | rz1ry+1 ; rx@0',
    ['G-nonadjacent-item-process'],
    SESSION,
  ),
  'G-nonadjacent-item-realtime': list('ay1 | ax1az1+1 | rz1ry+1 ; rx', [
    'G-nonadjacent-item-realtime',
  ]),
  'G2-item': list('rxay1 | ryax1', ['G2-item']),
  'G2-item-process': list('ay1@0 | ax1ry+1 ; rx@0', ['G2-item-process'], SESSION),
  'G2-item-realtime': list('ay1 | ax1ry+1 ; rx', ['G2-item-realtime']),
  'lost-update': list('rxax1 | rxax2 ; rx12', ['G-single-item', 'lost-update']),
  internal: list('ax1rx', ['internal']),
  'future-read': list('rx1ax1', ['future-read']),
  'duplicate-elements': list('ax1 | rx11', ['duplicate-elements']),
  'incompatible-order': list('ax1 | ax2 | rx12 | rx21', ['incompatible-order']),
  'dirty-update': list('!ax1 | ax2 ; rx12', ['G1a', 'dirty-update']),
  'garbage-read': list('rx7', ['garbage-read']),
  'register G0': register('wx1wy1 | wx2wy2 ; rx1@0 ; rx2@0 ; ry2@1 ; ry1@1', ['G0'], {
    models: ['read-committed'],
    sequentialKeys: true,
  }),
  'register G1a': register('!wx1 | rx1', ['G1a']),
  'register G1b': register('wx1wx2 | rx1', ['G1b']),
  'register G1c': register('wx1ry1 | wy1rx1', ['G1c']),
  'register G-single-item': register('wx1wy1 | rxry1', ['G-single-item']),
  'register G-single-item-realtime': register('wx1 ; rx', ['G-single-item-realtime']),
  'register G2-item': register('rxwy1 | rywx1', ['G2-item']),
  'register lost-update': register('rxwx1 | rxwx2', ['G2-item', 'lost-update']),
  'register internal': register('wx1wx2rx1', ['internal']),
  'register cyclic-versions': register('wx1 ; wx2 ; rx2 ; rx1', ['cyclic-versions'], {
    linearizableKeys: true,
  }),
};
