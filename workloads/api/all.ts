/** Every intent that servers with these features can fulfil. */
import type { Feature } from '../features.ts';
import { creates } from './creates.ts';
import type { Intent } from './intent.ts';
import { left } from './left.ts';
import { multis } from './multis.ts';
import { reads } from './reads.ts';
import { sessions } from './sessions.ts';
import { twofold } from './twofold.ts';
import { watches } from './watches.ts';
import { writes } from './writes.ts';

const every: readonly Intent[] = [
  ...creates,
  ...writes,
  ...twofold,
  ...reads,
  ...multis,
  ...watches,
  ...sessions,
  ...left,
];

/** What any intent needs. */
export const API_FEATURES: readonly Feature[] = [...new Set(every.flatMap(({ needs }) => needs))];

export function intentsWithout(lacking: ReadonlySet<Feature>): readonly Intent[] {
  return every.filter(({ needs }) => !needs.some(feature => lacking.has(feature)));
}
