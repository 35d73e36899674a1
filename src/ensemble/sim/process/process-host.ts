/** The machine as a server process of its own uses it. */
import type { Clock } from '../../../clock.ts';
import type { NodeName } from '../../../contract.ts';
import type { Host } from '../host.ts';

const NS_PER_MS = 1e6;

export function processHost(name: NodeName, clock: Clock): Host {
  const originNs = clock.wallMs() * NS_PER_MS;
  return {
    name,
    clock: { nowNs: () => originNs + clock.nowNs() },
    wall: { nowMs: () => clock.wallMs() },
    nowMs: () => clock.nowNs() / NS_PER_MS,
    after: (delayMs, callback) => clock.after(delayMs, callback),
  };
}
