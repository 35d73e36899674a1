/** Shows a run in progress: a footer in a terminal, otherwise a line every ten seconds, grouped by phase on
 * GitHub. */
import type { Clock, Timer } from '../../clock.ts';
import type { Role } from '../../contract.ts';
import type { Event } from '../../history/event.ts';
import type { Terminal } from '../terminal.ts';
import { endGroup, onGitHub, startGroup } from './github-commands.ts';
import { Progress } from './progress.ts';

const FOOTER_EVERY_MS = 500;
const HEARTBEAT_EVERY_MS = 10_000;
const CLEAR_LINE = '\r\u001b[2K';

interface DisplayOptions {
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** How long the load lasts. */
  readonly limitMs: number;
  /** Whether to show only notes. */
  readonly quiet: boolean;
}

export class Display {
  readonly #options: DisplayOptions;
  #progress: Progress;
  #timer: Timer | undefined;
  #grouped = false;

  constructor(options: DisplayOptions) {
    this.#options = options;
    this.#progress = new Progress(options.limitMs, () => options.clock.nowNs() / 1e6);
  }

  /** From now on, times shown are those of `clock`, the virtual clock of the run that begins. */
  goBy(clock: Clock): void {
    const { limitMs } = this.#options;
    this.#progress = new Progress(limitMs, () => clock.nowNs() / 1e6, 'virtual s');
  }

  phase(name: string): void {
    this.#progress.phase(name);
    if (this.#options.quiet) return;
    if (this.#timer === undefined) this.#tick();
    this.#endGroup();
    if (onGitHub(this.#options.terminal.environment)) {
      this.#write(startGroup(name));
      this.#grouped = true;
    } else this.note(name);
  }

  event(event: Event): void {
    this.#progress.event(event);
  }

  roles(roles: ReadonlyMap<string, Role>): void {
    this.#progress.roles(roles);
  }

  /** Prints a line that stays. */
  note(text: string): void {
    this.#write(`${text}\n`);
  }

  /** Stops updating until the next phase. */
  rest(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#endGroup();
    this.#write('');
  }

  #tick(): void {
    const { clock, terminal } = this.#options;
    const everyMs = terminal.columns === undefined ? HEARTBEAT_EVERY_MS : FOOTER_EVERY_MS;
    this.#timer = clock.after(everyMs, () => {
      this.#show(this.#progress.line());
      this.#tick();
    });
  }

  #show(line: string): void {
    const { columns, err } = this.#options.terminal;
    err(columns === undefined ? `${line}\n` : CLEAR_LINE + line.slice(0, columns - 1));
  }

  #write(text: string): void {
    const { columns, err } = this.#options.terminal;
    err(columns === undefined ? text : CLEAR_LINE + text);
  }

  #endGroup(): void {
    if (this.#grouped) this.#write(endGroup());
    this.#grouped = false;
  }
}
