/** Versioned registers in the values that Knossos' model `cas-register` reads.
 *    read   ok: [version, value] -> value
 *    write  ok: [version, value] -> the requested value
 *    cas    ok: [version, value] -> the requested [old, next]
 *  Knossos compares a read with the state and takes the values of writes from their completions, so a valid history
 *  with versions in it is invalid there. */
import type { Event, Process } from './event.ts';

/** Returns a function that receives the events of a history in order and returns each as `cas-register` reads it. */
export function casRegisterEvents(): (event: Event) => Event {
  const requested = new Map<Process, unknown>();
  return event => {
    const { type, process, f, value } = event;
    if (type === 'invoke') requested.set(process, value);
    if (type === 'invoke' || !FUNCTIONS.has(f)) return event;
    if (f === 'read') return type === 'ok' ? { ...event, value: withoutVersion(value) } : event;
    return { ...event, value: requested.get(process) };
  };
}

const FUNCTIONS: ReadonlySet<string> = new Set(['read', 'write', 'cas']);

/** Returns other values as they are. */
function withoutVersion(value: unknown): unknown {
  return Array.isArray(value) && value.length === 2 ? value[1] : value;
}
