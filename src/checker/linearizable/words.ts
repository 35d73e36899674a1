/** Operations and states in words, for anomalies. */

import { hexOf } from '../../hex.ts';
import type { Operation } from '../../history/history.ts';
import { jsonText } from '../../json.ts';
import { seconds } from '../words.ts';

/** `cas [1,2] -> [4,2] on n2 at 1.204 s (op 412, process 3, zxid 0x1c)`; the time is that of the return, else that of
 *  the call. */
export function operationText(operation: Operation): string {
  const { index, process, node, zxid, type, callNs, returnNs } = operation;
  const where = node === undefined ? '' : ` on ${node}`;
  const when = seconds(type === 'ok' ? returnNs : callNs);
  const place = [
    `op ${index}`,
    `process ${process}`,
    ...(zxid === undefined ? [] : [`zxid ${hexOf(zxid)}`]),
  ];
  return `${callText(operation)}${where} at ${when} (${place.join(', ')})`;
}

/** `cas [1,2] -> [4,2]`; `write 3, never returned` */
export function callText({ f, input, output, type }: Operation): string {
  const call = input === null || input === undefined ? f : `${f} ${jsonText(input)}`;
  if (type !== 'ok') return `${call}, never returned`;
  const said = jsonText(output);
  return said === jsonText(input) && said !== 'null' ? call : `${call} -> ${said}`;
}

/** `a, b or c`, at most `most` of them. */
export function oneOf(items: readonly string[], most = 5): string {
  const shown = items.slice(0, most);
  if (items.length > most) shown.push(`${items.length - most} others`);
  const last = shown.pop() ?? 'nothing';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}

export { jsonText as json };
