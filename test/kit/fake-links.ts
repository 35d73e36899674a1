/** Links in memory: what a disturbance does to connections shows at once, and by no chance. */
import type {
  Burst,
  Disturbance,
  Disturbing,
  NemesisOptions,
  NodeName,
} from '../../src/contract.ts';

const USUAL_MS = 1;
const STEP_MS = 20;
const SYN_BYTES = 60;
/** One connection in LOST_ONE_IN is lost, at any percentage. */
const LOST_ONE_IN = 4;

export class FakeLinks {
  readonly #clock: NemesisOptions['clock'];
  readonly #active = new Map<Disturbance['kind'], Disturbing>();
  #looks = 0;

  constructor(clock: NemesisOptions['clock']) {
    this.#clock = clock;
  }

  disturb(disturbing: Disturbing): void {
    this.#active.set(disturbing.disturbance.kind, disturbing);
  }

  calm(kind: Disturbance['kind']): void {
    this.#active.delete(kind);
  }

  async connectMs(burst: Burst): Promise<readonly (number | undefined)[]> {
    const times = Array.from({ length: burst.count }, (_, at) => this.#connectMs(burst, at));
    await this.#clock.sleep(STEP_MS);
    return Promise.all(times);
  }

  /** Grows by ten each time that it is read while packets arrive twice. */
  duplicates(node: NodeName): number {
    const disturbing = this.#active.get('duplicate');
    if (disturbing?.grudge.get(node)?.size) this.#looks += 10;
    return this.#looks;
  }

  async #connectMs({ from, to, boundMs }: Burst, at: number): Promise<number | undefined> {
    let timeMs: number | undefined = USUAL_MS;
    for (const { grudge, disturbance } of this.#active.values())
      if (grudge.get(to)?.has(from) && timeMs !== undefined)
        timeMs = await this.#disturbed(disturbance, { timeMs, at, boundMs });
    return timeMs === undefined || timeMs > boundMs ? undefined : timeMs;
  }

  async #disturbed(
    disturbance: Disturbance,
    {
      timeMs,
      at,
      boundMs,
    }: { readonly timeMs: number; readonly at: number; readonly boundMs: number },
  ): Promise<number | undefined> {
    switch (disturbance.kind) {
      case 'slow':
        return timeMs + disturbance.leastMs;
      case 'loss':
        return at % LOST_ONE_IN === 0 ? undefined : timeMs;
      case 'duplicate':
        return timeMs;
      case 'rate':
        return timeMs + ((at + 1) * SYN_BYTES) / disturbance.kbPerS;
      case 'flap': {
        const { upMs, downMs } = disturbance;
        return (this.#clock.nowNs() / 1e6) % (upMs + downMs) < upMs ? timeMs : undefined;
      }
      case 'hold':
        return this.#held(boundMs);
    }
  }

  async #held(boundMs: number): Promise<number | undefined> {
    const begun = this.#clock.nowNs();
    const tookMs = (): number => (this.#clock.nowNs() - begun) / 1e6;
    while (this.#active.has('hold')) {
      if (tookMs() > boundMs) return undefined;
      await this.#clock.sleep(STEP_MS);
    }
    return tookMs();
  }
}
