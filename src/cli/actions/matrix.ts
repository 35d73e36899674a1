/** `zoobreak matrix`: runs workloads x nemeses x servers x seeds, as many at once as the machine can hold. */
import { relative, resolve } from 'node:path';
import { systemClock } from '../../clock.ts';
import { targets } from '../../ensemble/registry.ts';
import type { Reporter } from '../../report/reporter.ts';
import { keepHistoryAndReports } from '../../store/manifest.ts';
import type { Cell, CellRecord, MatrixRecord } from '../../store/matrix-record.ts';
import { createMatrixFolder, writeMatrix } from '../../store/matrix-record.ts';
import { aimedNemesis } from '../aimed.ts';
import { EXIT } from '../exit.ts';
import { listen } from '../interrupts.ts';
import { cellLine, codeOf, endOf, reportOfCell } from '../matrix/end.ts';
import { type MatrixRequest, matrixRequest } from '../matrix/options.ts';
import { type EndedCell, runCell } from '../matrix/run.ts';
import { named } from '../named.ts';
import { planOf } from '../options/plan.ts';
import { partOf } from '../options/plan-parts.ts';
import { peopleLog } from '../output/people-log.ts';
import { openReporters } from '../output/reporters.ts';
import { preflight } from '../runs/preflight.ts';
import type { Terminal } from '../terminal.ts';
import type { Flags, Verb } from '../verb.ts';

export const matrix: Verb = async (terminal, flags) => {
  const request = await matrixRequest(terminal, flags);
  if (flags.printConfig === true) {
    const plans = request.runs.map(({ cell, settings, repertoire }) =>
      planOf(settings, cell.seed, repertoire.modules),
    );
    terminal.out(`${JSON.stringify(plans, null, 2)}\n`);
    return EXIT.valid;
  }
  const reporter = await openReporters(terminal, request.settings, 'broken');
  await preflightAll(terminal, request);
  const clock = systemClock();
  const file = await createMatrixFolder(
    resolve(terminal.folder, request.settings.results),
    clock.wallMs(),
  );
  const interrupts = listen(clock, line => terminal.err(`${line}\n`));
  const { stop } = interrupts;
  try {
    const cells = await new MatrixRun({ terminal, flags, request, reporter, file, stop }).all();
    await reporter.onEnd?.(await endOf(cells, terminal.folder));
    return stop.aborted ? EXIT.interrupted : codeOf(cells);
  } finally {
    interrupts.release();
  }
};

/** Checks each target, server and fault once before anything starts. */
async function preflightAll(
  { err }: Terminal,
  { runs, settings, repertoire }: MatrixRequest,
): Promise<void> {
  const place = named(targets, settings.target);
  const log = peopleLog(line => err(`${line}\n`), settings.verbose);
  const means = { log, clock: systemClock(), seed: 0, profiles: repertoire.profile };
  const options = { ...partOf(settings, place.takes ?? []), ...means };
  const target = await place.open(options);
  const faults = runs.flatMap(run =>
    run.settings.nemesis.map(text => aimedNemesis(run.repertoire.nemesis, text).entry),
  );
  const chosen = [...new Map(faults.map(entry => [entry.name, entry])).values()];
  for (const server of new Set(runs.map(({ cell }) => cell.server)))
    await preflight(place, target, chosen, server);
}

interface MatrixOptions {
  readonly terminal: Terminal;
  readonly flags: Flags;
  readonly request: MatrixRequest;
  readonly reporter: Reporter;
  /** The path of matrix.json. */
  readonly file: string;
  readonly stop: AbortSignal;
}

/** The runs of a matrix in progress; matrix.json always shows which have ended, and with what verdict. */
class MatrixRun {
  readonly #options: MatrixOptions;
  readonly #cells: CellRecord[];
  #stored: Promise<void> = Promise.resolve();
  #next = 0;
  #ended = 0;

  constructor(options: MatrixOptions) {
    this.#options = options;
    this.#cells = options.request.runs.map(({ cell }) => ({ ...cell, outcome: 'not run' }));
  }

  async all(): Promise<readonly CellRecord[]> {
    const { terminal, file, request } = this.#options;
    const shown = relative(terminal.folder, file);
    terminal.err(`${this.#cells.length} runs, ${request.jobs} at once; recorded in ${shown}\n`);
    await this.#store();
    const lanes = Math.min(request.jobs, this.#cells.length);
    await Promise.all(Array.from({ length: lanes }, () => this.#lane()));
    const left = this.#cells.length - this.#ended;
    if (left > 0) terminal.err(`${left} of ${this.#cells.length} runs were not started\n`);
    return this.#cells;
  }

  /** Runs one cell after another until none are left. */
  async #lane(): Promise<void> {
    while (!this.#over()) {
      const at = this.#next++;
      const cell = this.#options.request.runs[at]?.cell;
      if (cell === undefined) return;
      await this.#run(cell, at);
    }
  }

  #over(): boolean {
    const { request, stop } = this.#options;
    const failed = this.#cells.some(({ outcome }) => outcome !== 'valid' && outcome !== 'not run');
    return stop.aborted || (request.bail && failed);
  }

  async #run(cell: Cell, at: number): Promise<void> {
    const ended = await runCell(cell, this.#options);
    this.#cells[at] = ended.record;
    this.#ended++;
    await this.#store();
    await this.#tell(ended);
  }

  async #tell({ record, said }: EndedCell): Promise<void> {
    const { terminal, reporter } = this.#options;
    terminal.err(`${this.#ended}/${this.#cells.length} ${cellLine(record, terminal.folder)}\n`);
    if (record.outcome === 'crash') terminal.err(said);
    const report = await reportOfCell(record, terminal.folder);
    if (report !== undefined) await reporter.onRun?.(report);
    if (record.outcome === 'valid' && record.folder !== undefined)
      await keepHistoryAndReports(record.folder);
  }

  /** Writes one file at a time: runs end concurrently, and each writes the whole file. */
  #store(): Promise<void> {
    const { file, request } = this.#options;
    this.#stored = this.#stored.then(() => {
      const record: MatrixRecord = { schema: 1, shard: request.shard, cells: this.#cells };
      return writeMatrix(file, record);
    });
    return this.#stored;
  }
}
