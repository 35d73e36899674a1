/** What a matrix of runs leaves: `<results>/matrix/<start time>/matrix.json`, one for each shard. */
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { entriesBelow } from './plain-folder.ts';
import { readRecord, writeJson } from './record-file.ts';
import type { CellRecord, MatrixRecord } from './records/matrix.ts';

export type { Cell, CellOutcome, CellRecord, MatrixRecord, Shard } from './records/matrix.ts';

const MATRIX_FILE = 'matrix.json';

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
  await writeJson(path, { ...record, cells });
}

/** Reads a matrix.json; the folders of its runs become absolute.
 * @throws StoreError where it is missing, or is not as its schema says. */
export async function readMatrix(path: string): Promise<MatrixRecord> {
  const { matrixSchema } = await import('./records/matrix.ts');
  const { cells, ...rest } = await readRecord(path, matrixSchema);
  return { ...rest, cells: cells.map(cell => withFolder(cell, dirname(path))) };
}

function withFolder(cell: CellRecord, from: string): CellRecord {
  return cell.folder === undefined ? cell : { ...cell, folder: join(from, cell.folder) };
}

/** Every matrix.json below a folder, in the order of their paths. Links and pipes are none.
 * @throws StoreError if `folder` is no folder. */
export async function matrixFiles(folder: string): Promise<string[]> {
  const entries = await entriesBelow(folder);
  return entries
    .filter(entry => entry.isFile() && entry.name === MATRIX_FILE)
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
}
