/** Operations and states in words, for anomalies. */

import { hexOf } from '../../hex.ts';
import type { Operation } from '../../history/history.ts';
import { jsonOf } from '../../json.ts';

/** `cas [1,2] -> [4,2] (op 412, process 3, node n2, zxid 0x1c)` */
export function operationText(operation: Operation): string {
  const { index, process, node, zxid } = operation;
  const place = [
    `op ${index}`,
    `process ${process}`,
    ...(node === undefined ? [] : [`node ${node}`]),
    ...(zxid === undefined ? [] : [`zxid ${hexOf(zxid)}`]),
  ];
  return `${callText(operation)} (${place.join(', ')})`;
}

/** `cas [1,2] -> [4,2]`; `write 3, never returned` */
export function callText({ f, input, output, type }: Operation): string {
  const call = input === null || input === undefined ? f : `${f} ${json(input)}`;
  if (type !== 'ok') return `${call}, never returned`;
  const said = json(output);
  return said === json(input) && said !== 'null' ? call : `${call} -> ${said}`;
}

/** `a, b or c`, at most `most` of them. */
export function oneOf(items: readonly string[], most = 5): string {
  const shown = items.slice(0, most);
  if (items.length > most) shown.push(`${items.length - most} others`);
  const last = shown.pop() ?? 'nothing';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}

/** JSON; large integers as their digits in a string, nothing as `nothing`. */
export function json(value: unknown): string {
  return jsonOf(value, String) ?? 'nothing';
}
