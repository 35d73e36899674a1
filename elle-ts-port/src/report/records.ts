/** Anomalies that show without a cycle, each in a sentence: what was seen, by whom, and why it is wrong. */
import type { BadRead } from '../anomaly.ts';
import type { Mop, Op } from '../history/event.ts';
import { shown } from '../history/shown.ts';
import type { Anomalies } from '../result.ts';
import { opText } from './text.ts';

/** The records of one type as sentences; none for cycles, which have a text of their own. */
export function recordTexts(anomalies: Anomalies, type: string): string[] {
  switch (type) {
    case 'internal':
      return each(anomalies.internal, ({ op, mop, expected }) => {
        const rest = `where its own operations before allow only ${listText(expected)}`;
        return `${opText(op)} read ${mopText(mop)}, ${rest}`;
      });
    case 'future-read':
      return each(anomalies['future-read'], read => `${saw(read)}, which it wrote only afterwards`);
    case 'garbage-read':
      return each(anomalies['garbage-read'], read => `${saw(read)}, which nobody ever wrote`);
    case 'G1a':
      return each(anomalies.G1a, read => `${saw(read)}, written by a failed ${writer(read)}`);
    case 'G1b':
      return each(anomalies.G1b, read => {
        return `${saw(read)}, which was not the last write there of ${writer(read)}`;
      });
    case 'dirty-update':
      return each(anomalies['dirty-update'], ({ key, values, txns: [aborted, , committed] }) => {
        const versions = `key ${shown(key)} went through ${values.map(shown).join(', ')}`;
        return `${versions}: from the failed ${opText(aborted)} to the committed ${opText(committed)}`;
      });
    case 'duplicate-elements':
      return each(anomalies['duplicate-elements'], ({ op, mop, duplicates }) => {
        const counts = Object.entries(duplicates).map(([element, n]) => `${element} ${n} times`);
        return `${opText(op)} read ${mopText(mop)}, which holds ${counts.join(', ')}`;
      });
    case 'incompatible-order':
      return each(anomalies['incompatible-order'], ({ key, values: [a, b] }) => {
        return `key ${shown(key)} was read as ${listText(a)} and as ${listText(b)}: neither is a prefix of the other`;
      });
    case 'lost-update':
      return each(anomalies['lost-update'], ({ key, value, txns }) => {
        return `these read ${shown(key)} = ${listText(value)} and then wrote it, so that all but one update was lost: ${opsText(txns)}`;
      });
    case 'cyclic-versions':
      return each(anomalies['cyclic-versions'], ({ key, scc, sources }) => {
        return `the values ${scc.map(shown).join(', ')} of key ${shown(key)} precede each other, by ${sources.join(' and ')}`;
      });
    case 'empty-transaction-graph':
      return ['no dependency between any two transactions could be inferred'];
    default:
      return type.endsWith('-cycle-exists') ? existenceTexts(anomalies, type) : [];
  }
}

function each<R>(records: readonly R[] | undefined, text: (record: R) => string): string[] {
  return (records ?? []).map(text);
}

function existenceTexts(anomalies: Anomalies, type: string): string[] {
  const found = anomalies[type as `${string}-cycle-exists`];
  return each(found, ({ not, subgraph, scc }) => {
    return `${not} is impossible: the ${subgraph.join(', ')} dependencies among the transactions at ${scc.slice(0, MAX_SHOWN).join(', ')}${scc.length > MAX_SHOWN ? ', ...' : ''} have a cycle`;
  });
}

const MAX_SHOWN = 16;

function saw({ op, mop, element }: BadRead): string {
  return `${opText(op)} read ${shown(element)} in ${mopText(mop)}`;
}

function writer({ writer: op }: BadRead): string {
  return op ? opText(op) : 'transaction';
}

function opsText(ops: readonly Op[]): string {
  return ops.slice(0, MAX_SHOWN).map(opText).join('; ');
}

function mopText([f, key, value]: Mop): string {
  return `${f} ${shown(key)} ${listText(value)}`;
}

function listText(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(listText).join(' ')}]` : shown(value);
}
