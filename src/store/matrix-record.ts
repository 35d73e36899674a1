/** What a matrix of runs leaves: `<results>/matrix/<start time>/matrix.json`, one for each shard. */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

export const MATRIX_FILE = 'matrix.json';

/** One run of a matrix. */
export interface Cell {
  readonly workload: string;
  /** Side by side. */
  readonly nemesis: readonly string[];
  readonly server: string;
  readonly seed: number;
}

/** `not run`: it was stopped before, or its turn never came. */
export type CellOutcome = 'valid' | 'invalid' | 'unknown' | 'crash' | 'interrupted' | 'not run';

export interface CellRecord extends Cell {
  readonly outcome: CellOutcome;
  /** Relative to matrix.json; absent where the run never began. */
  readonly folder?: string;
}

/** `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** matrix.json: the cells of one shard. */
export interface MatrixRecord {
  readonly schema: 1;
  readonly shard: Shard;
  readonly cells: readonly CellRecord[];
}

/** Makes the folder of a matrix that starts now, and returns the path of its matrix.json. */
export async function createMatrixFolder(results: string, startedMs: number): Promise<string> {
  const stamp = new Date(startedMs).toISOString().replaceAll(/[-:]/g, '');
  const folder = join(results, 'matrix', `${stamp}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  return join(folder, MATRIX_FILE);
}

/** Replaces the file as a whole; folders of runs are stored as seen from it. */
export async function writeMatrix(path: string, record: MatrixRecord): Promise<void> {
  const cells = record.cells.map(cell =>
    cell.folder === undefined ? cell : { ...cell, folder: relative(dirname(path), cell.folder) },
  );
  await writeFile(`${path}.new`, `${JSON.stringify({ ...record, cells }, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** With absolute folders. @throws Error naming the file where it is none of ours. */
export async function readMatrix(path: string): Promise<MatrixRecord> {
  const record: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (typeof record !== 'object' || record === null || !('schema' in record) || record.schema !== 1)
    throw new Error(`${path}: expected an object with "schema": 1`);
  const { cells, ...rest } = record as MatrixRecord;
  return { ...rest, cells: cells.map(cell => withFolder(cell, dirname(path))) };
}

function withFolder(cell: CellRecord, from: string): CellRecord {
  return cell.folder === undefined ? cell : { ...cell, folder: join(from, cell.folder) };
}

/** Every matrix.json below a folder, in the order of their paths. */
export async function matrixFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter(path => path === MATRIX_FILE || path.endsWith(`/${MATRIX_FILE}`))
    .sort()
    .map(path => join(folder, path));
}
