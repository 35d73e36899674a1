/**
 * Anomalies and what they imply.
 * Sources: Adya 1999 (G0 .. G2, PL levels); Adya, Liskov and O'Neil 2000; Cerone et al. 2015
 * (internal, write skew); Kingsbury and Alvaro 2020 (the inferred ones).
 */
import type { NamePair } from './digraph.ts';

/** Anomaly -> the anomalies that are present whenever it is. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  'G-nonadjacent': ['G-nonadjacent-process', 'G2'],
  'G-nonadjacent-item': ['G-nonadjacent', 'G-nonadjacent-item-process', 'G2-item'],
  'G-nonadjacent-item-process': [
    'G-nonadjacent-item-realtime',
    'G-nonadjacent-process',
    'G2-item-process',
  ],
  'G-nonadjacent-item-realtime': ['G-nonadjacent-realtime', 'G2-item-realtime'],
  'G-nonadjacent-process': ['G-nonadjacent-realtime', 'G2-process'],
  'G-nonadjacent-realtime': ['G2-realtime'],
  'G-single': ['G-nonadjacent', 'G-single-process', 'GSIb'],
  'G-single-item': ['G-nonadjacent-item', 'G-single', 'G-single-item-process'],
  'G-single-item-process': [
    'G-nonadjacent-item-process',
    'G-single-item-realtime',
    'G-single-process',
  ],
  'G-single-item-realtime': ['G-nonadjacent-item-realtime', 'G-single-realtime'],
  'G-single-process': ['G-nonadjacent-process', 'G-single-realtime'],
  'G-single-realtime': ['G-nonadjacent-realtime'],
  G0: ['G0-process', 'G1c'],
  'G0-process': ['G0-realtime', 'G1c-process'],
  'G0-realtime': ['G1c-realtime'],
  G1: ['G1-process'],
  'G1-process': ['G1-realtime'],
  G1a: ['G1'],
  G1b: ['G1'],
  G1c: ['G1', 'G1c-process'],
  'G1c-process': ['G1-process', 'G1c-realtime'],
  'G1c-realtime': ['G1-realtime'],
  G2: ['G2-process'],
  'G2-item': ['G2', 'G2-item-process'],
  'G2-item-process': ['G2-item-realtime', 'G2-process'],
  'G2-item-realtime': ['G2-realtime'],
  'G2-process': ['G2-realtime'],
  GSIa: ['GSI'],
  GSIb: ['GSI'],
  'dirty-update': ['G1a'],
  'future-read': ['G1c'],
  'incompatible-order': ['G1a'],
  'lost-update': ['G2-item', 'write-skew'],
  'write-skew': ['G2'],
  // ours: a value that nobody wrote is at least as bad as one of an aborted transaction
  'garbage-read': ['G1a'],
};

export const IMPLIED_ANOMALIES: readonly NamePair[] = Object.entries(IMPLIED).flatMap(
  ([anomaly, implied]) => implied.map((other): NamePair => [anomaly, other]),
);
