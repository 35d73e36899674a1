/** Plants an anomaly into the history of a correct database. */
import type { Event } from '../history/event.ts';
import { type Chance, seededChance } from './chance.ts';
import type { Gadget } from './gadgets.ts';
import { lettersHistory } from './letters.ts';
import { type SerialOptions, serialHistory } from './serial.ts';

/** Keys and processes of gadgets are far from those of the history they are planted in. */
const FAR = 1_000_000;

/** A serial history with the gadget's events among its own, in their order. The seed decides where. */
export function plantedHistory(gadget: Gadget, options: Omit<SerialOptions, 'workload'>): Event[] {
  const base = serialHistory({ ...options, workload: gadget.workload });
  const planted = lettersHistory(gadget.letters, gadget.workload).map(faraway);
  return interleaved(base, planted, seededChance(options.seed ^ 0x5eed));
}

function faraway(event: Event): Event {
  const mops = Array.isArray(event.value) ? event.value : [];
  return {
    ...event,
    process: Number(event.process) + FAR,
    value: mops.map(([f, key, value]) => [f, `planted ${key}`, value]),
  };
}

/** Both sequences in their order, cut into each other by chance. */
function interleaved(base: readonly Event[], planted: readonly Event[], chance: Chance): Event[] {
  const places = planted.map(() => chance.below(base.length + 1)).sort((a, b) => a - b);
  const all: Event[] = [];
  let next = 0;
  for (let i = 0; i <= base.length; i++) {
    for (; places[next] === i; next++) all.push(...planted.slice(next, next + 1));
    all.push(...base.slice(i, i + 1));
  }
  return all;
}
