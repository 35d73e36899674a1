/** What a host says about itself, as the agent's verb `facts` prints it. */
import type { Clock } from '../../clock.ts';
import type { Agent } from '../agent.ts';

export interface HostFacts {
  readonly user: string;
  readonly home: string;
  /** `x86_64`, `aarch64`. */
  readonly arch: string;
  readonly root: boolean;
  /** What sudo complained about; empty where it did not, or was not asked. */
  readonly sudo: string;
  readonly filter: { readonly kind: 'nft' | 'iptables' } | { readonly kind: 'none'; why: string };
  /** Versions; empty where there is none. */
  readonly java: string;
  readonly installed: string;
  /** Path of a C compiler, or empty. */
  readonly cc: string;
  readonly freeMb: number;
  /** Ports that somebody listens on. */
  readonly listening: ReadonlySet<number>;
  /** Its own, of both IP families. */
  readonly addresses: readonly string[];
  /** Which run has it, and what to do about that; empty where none has. */
  readonly run: string;
  /** Milliseconds that its clock is ahead of ours, to within half the time that the question took. */
  readonly clockMs: number;
}

export async function surveyOf(
  agent: Agent,
  clock: Clock,
  signal: AbortSignal,
): Promise<HostFacts> {
  const askedMs = clock.wallMs();
  const text = await agent.ask(signal, 'facts');
  return factsIn(text, clock.wallMs(), clock.wallMs() - askedMs);
}

/** `nowMs`: when the answer came, `tookMs` after the question; the clock is the last line of it. */
export function factsIn(text: string, nowMs: number, tookMs: number): HostFacts {
  const lines = text.split('\n').map(line => /^(\S+) ?(.*)$/.exec(line));
  const of = (name: string): string => lines.find(line => line?.[1] === name)?.[2]?.trim() ?? '';
  return {
    user: of('user'),
    home: of('home'),
    arch: of('arch'),
    root: of('root') === 'yes',
    sudo: of('sudo'),
    filter: filterIn(of('filter')),
    java: of('java'),
    installed: of('installed'),
    cc: of('cc'),
    freeMb: Math.floor(Number(of('free_kb')) / 1024),
    listening: new Set(wordsIn(of('listening')).map(port => Number.parseInt(port, 16))),
    addresses: wordsIn(of('addresses')),
    run: of('run'),
    clockMs: Math.round(Number(of('now_ns')) / 1e6 - (nowMs - Math.min(tookMs, MOST_MS) / 2)),
  };
}

/** Most of the time that an answer takes goes by before the host reads its clock. */
const MOST_MS = 20;

function filterIn(text: string): HostFacts['filter'] {
  if (text === 'nft' || text === 'iptables') return { kind: text };
  return { kind: 'none', why: text.replace(/^none ?/, '') };
}

function wordsIn(text: string): readonly string[] {
  return text.split(/\s+/).filter(word => word !== '');
}
