/** A client thread in memory. Its session starts at n1; its fields say how it reacts to faults. */
import type { ClientControl, ClientSession, NodeName, SessionState } from '../../src/contract.ts';

export class FakeClient implements ClientControl {
  readonly thread: number;
  /** The faults that were requested, in order. */
  readonly calls: string[] = [];
  state: SessionState = 'connected';
  node: NodeName | undefined = 'n1' as NodeName;
  /** The session's state after the thread continues. */
  after: SessionState = 'expired';
  /** Whether faults take effect. */
  bites = true;
  /** Whether a moved session reaches its new server. */
  arrives = true;

  constructor(thread: number) {
    this.thread = thread;
  }

  session(): ClientSession {
    const fake = this;
    return {
      id: BigInt(this.thread + 1),
      timeoutMs: 6_000,
      get state() {
        return fake.state;
      },
      get node() {
        return fake.state === 'connected' ? fake.node : undefined;
      },
      move: to => {
        fake.calls.push(`move ${to?.node}`);
        if (fake.bites) fake.node = fake.arrives ? to?.node : undefined;
      },
    };
  }

  async pause(moment: 'at once' | 'at rest'): Promise<void> {
    this.calls.push(`pause ${moment}`);
  }

  resume(): void {
    this.calls.push('resume');
    if (this.calls.some(call => call.startsWith('pause'))) this.state = this.after;
  }

  async idle(): Promise<void> {
    this.calls.push('idle');
  }

  wake(): void {
    this.calls.push('wake');
  }

  cut(): void {
    this.calls.push('cut');
    if (this.bites) this.state = 'connecting';
  }

  restore(): void {
    this.calls.push('restore');
    if (this.state === 'connecting') this.state = this.after;
  }
}
